import { afterAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { newId } from "@/lib/foundation/ids";
import { OutboundRefused, postOutbound } from "@/lib/foundation/post-outbound";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildWebhook } from "@/tests/support/build-webhook";
import { openReceiver } from "@/tests/support/open-receiver";
import { createServiceEndpoint } from "./create-service-endpoint";
import { createWebhook } from "./create-webhook";
import { deliverWebhooks } from "./deliver-webhooks";
import { getWebhook } from "./queries";
import { requireReachable } from "./rules";
import { CreateWebhookInput, DeliveryFilter } from "./schema";
import { updateServiceEndpoint } from "./update-service-endpoint";
import { updateWebhook } from "./update-webhook";

const host = buildOperator({ host: true });
const closing: (() => unknown)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

const root = async (): Promise<Context> => ({ ...(await buildAccount()), authorityEpoch: null });

describe("where a webhook leads", () => {
  it("never reaches a private address, by number or by name, nor plain HTTP, unless the operator lets it", async () => {
    const ctx = await root();
    const { url, port, received, close } = await openReceiver();
    closing.push(close);
    const { id } = await buildWebhook(ctx, { url, tested: true });
    await deliverWebhooks({ ...host, now: new Date() }, { accountsReachPrivate: false });
    const { deliveries } = await getWebhook(ctx, id, DeliveryFilter.parse({}));
    expect(deliveries.rows).toMatchObject([{ log: [{ status: null, answer: "plain-http" }] }]);
    const hosts = [
      "127.0.0.1",
      "localhost",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "10.0.0.1",
      "169.254.169.254",
      "[fd00::1]",
      "0.0.0.0",
      "2130706433",
      "0x7f.1",
    ];
    for (const name of hosts) {
      const refused = postOutbound(`https://${name}:${port}/`, { headers: {}, body: "", mayReachPrivate: false });
      await expect(refused, name).rejects.toThrow(new OutboundRefused("private-address"));
    }
    for (const name of ["169.254.169.254", "0.0.0.0", "[fe80::1]"]) {
      const refused = postOutbound(`http://${name}/`, { headers: {}, body: "", mayReachPrivate: true });
      await expect(refused, name).rejects.toThrow(OutboundRefused);
    }
    expect(received).toEqual([]);
  });

  it("is refused at its field where no delivery could reach it, unless the operator lets it", async () => {
    const near = [
      "http://hooks.example/in",
      "https://127.0.0.1/",
      "https://localhost/",
      "https://a.localhost/",
      "https://10.1.2.3/",
      "https://[::1]/",
      "https://[fd00::1]/",
      "https://2130706433/",
      "https://169.254.169.254/",
    ];
    for (const url of near) {
      expect(() => requireReachable("webhook", url, false), url).toThrow(
        expect.objectContaining({ code: "invalid-input", details: { field: "url" } }),
      );
    }
    expect(() => requireReachable("webhook", "https://hooks.example/in", false)).not.toThrow();
    expect(() => requireReachable("webhook", "http://10.1.2.3/", true)).not.toThrow();
    // Where clouds keep their metadata, whoever lets it.
    expect(() => requireReachable("webhook", "http://169.254.169.254/", true)).toThrow("webhookPrivate");
    const ctx = await root();
    const { id } = await buildWebhook(ctx);
    const metadata = { url: "https://169.254.169.254/", description: "", events: ["wallet.low" as const] };
    const refused = { code: "invalid-input", reason: "webhookPrivate" };
    await expect(createWebhook(later(ctx, {}), metadata)).rejects.toMatchObject(refused);
    await expect(updateWebhook(later(ctx, {}), { id, ...metadata })).rejects.toMatchObject(refused);
  });

  it("of a service likewise, unless its operator says that it is in a private network", async () => {
    const near = { url: "http://10.1.2.3/in", description: "", events: ["wallet.suspended" as const] };
    const refused = { code: "invalid-input", reason: "webhookPlain", details: { field: "url" } };
    const name = `svc-${newId().slice(-12)}`;
    await expect(createServiceEndpoint(host, { ...near, name, isPrivate: false })).rejects.toMatchObject(refused);
    const { id } = await createServiceEndpoint(host, { ...near, name, isPrivate: true });
    await expect(updateServiceEndpoint(host, { id, ...near, isPrivate: false })).rejects.toMatchObject(refused);
  });

  it("leads to an address with a scheme, without a password in it", () => {
    const parse = (url: string) => CreateWebhookInput.safeParse({ url, events: ["wallet.low"] }).success;
    expect(parse("https://hooks.example/in?x=1")).toBe(true);
    for (const url of [
      "",
      "ftp://x.example",
      "javascript:alert(1)",
      "https://me:pw@x.example",
      "https://",
      "https://x.example/#a",
      "https://x y",
    ]) {
      expect(parse(url), url).toBe(false);
    }
    expect(CreateWebhookInput.safeParse({ url: "https://x.example", events: [] }).success).toBe(false);
  });
});
