import { enterAccount } from "@/lib/authorization/enter-account";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { beginTotp } from "@/lib/domain/second-factors/begin-totp";
import { makeRecoveryCodes } from "@/lib/domain/second-factors/make-recovery-codes";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { createWebhook } from "@/lib/domain/webhooks/create-webhook";
import { rotateWebhookSecret } from "@/lib/domain/webhooks/rotate-webhook-secret";
import { CreateServiceEndpointInput, CreateWebhookInput, RotateWebhookInput } from "@/lib/domain/webhooks/schema";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { freshlyProved, later } from "./build-context";
import { buildServer } from "./build-server";
import { holderOf } from "./make-factors";
import { buildV1Request, buildV3Request } from "./sign-request";
import type { MakerCommands } from "./start-maker";
import { uniqueName } from "./unique-name";

/** One of each secret that is issued in an account or by the platform, but for what people type themselves. */
export const secretCommands: Pick<MakerCommands, "secrets" | "signedCall"> = {
  async secrets({ account, cookie }) {
    const host = hostContext();
    const inside = enterAccount(host, await getAccountByName(host, account));
    const holder = await holderOf(cookie);
    if (!("accountId" in holder)) throw new Error("the cookie is nobody's of an account");
    // As the person at the console, for whom secrets are left to be shown.
    const person = () => later({ ...holder, ...freshlyProved }, {});
    const generated = await createSubAccount(
      person(),
      CreateSubAccountInput.parse({ name: "generated", consoleSignIn: "on", passwordChoice: "generate" }),
    );
    const wish = CreateAccessKeyInput.parse({ ownerName: "generated", expiresInDays: "90" });
    const { accessKey, secret: accessKeySecret } = await createAccessKey(person(), wish);
    // Of something that no other test causes: a service is told of every account.
    const events = { events: ["wallet.suspended"] };
    const url = "https://hooks.example.test/in";
    const webhook = await createWebhook(person(), CreateWebhookInput.parse({ url, ...events }));
    const again = RotateWebhookInput.parse({ id: webhook.id, overlapHours: "24" });
    const endpoint = CreateServiceEndpointInput.parse({ name: uniqueName("svc"), url, ...events });
    const scopes = ["authorize" as const, "signatures:verify" as const];
    return {
      accessKeyId: accessKey.id,
      accessKeySecret,
      generatedPassword: generated.password ?? "",
      webhookSecret: webhook.secret,
      rotatedWebhookSecret: (await rotateWebhookSecret(person(), again)).secret,
      serviceEndpointSecret: (await createServiceEndpoint(host, endpoint)).secret,
      serviceKey: (await createServiceKey(host, { name: uniqueName("svc"), services: ["compute"], scopes })).token,
      serverCredential: (await buildServer({ ...inside, ...freshlyProved }, "gpu-1")).credential,
      totpSeed: (await beginTotp(person())).seed,
      ...Object.fromEntries((await makeRecoveryCodes(person())).map((code, at) => [`recoveryCode${at}`, code])),
    };
  },

  async signedCall({ scheme, key, ...call }) {
    const { request } = (scheme === "V1" ? buildV1Request : buildV3Request)(key, call);
    const query = new URLSearchParams(request.query.map(([name, value]) => [name, value]));
    return { method: request.method, path: `/?${query}`, headers: Object.fromEntries(request.headers) };
  },
};
