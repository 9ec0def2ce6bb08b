import "server-only";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { importPriceBook } from "@/lib/domain/prices/import-price-book";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { CreateServiceEndpointInput, orderEvents, UpdateServiceEndpointInput } from "@/lib/domain/webhooks/schema";
import { updateServiceEndpoint } from "@/lib/domain/webhooks/update-service-endpoint";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { hostContext } from "../host-context";
import { runningPeople } from "./instances-plan";
import { demoPriceBook } from "./price-book";

/** Secrets are shown once, and the service starts again tomorrow: they are kept beside the demo's other ones. */
interface Kept {
  origin: string;
  serviceKey: string;
  webhook: { id: string; secret: string };
  /** By `<account>#<sub-account>`. */
  accessKeys: Record<string, { id: string; secret: string } | undefined>;
}

interface InstancesPlan {
  serviceKey: string;
  webhookSecret: string;
  /** To be made with each key; the names make sure that nothing is made twice. */
  calls: { accessKey: { id: string; secret: string }; words: string[] }[];
}

const policyName = "ComputeFullAccess";
const policyDocument = JSON.stringify(
  { Version: "1", Statement: [{ Effect: "Allow", Action: ["compute:*"], Resource: ["*"] }] },
  null,
  2,
);

const endpoint = (origin: string) => ({
  url: `${origin}/webhooks`,
  description: "Instances of the demonstration",
  events: orderEvents,
  // It runs on this very machine.
  isPrivate: true,
});

/** Everything the example service and its users need, through the verbs that everybody uses; again: what is missing. */
export async function setUpInstances(origin: string): Promise<InstancesPlan> {
  const kept = (await resume(origin)) ?? (await join(origin));
  for (const { account, name } of runningPeople) {
    kept.accessKeys[`${account}#${name}`] ??= await letUse(account, name);
    write(kept);
  }
  const calls = runningPeople.flatMap(({ account, name, instances }) => {
    const accessKey = kept.accessKeys[`${account}#${name}`];
    return accessKey ? instances.map((instance) => ({ accessKey, words: wordsOf(...instance) })) : [];
  });
  return { serviceKey: kept.serviceKey, webhookSecret: kept.webhook.secret, calls };
}

/** What was set up before, told where the service listens today; undefined where there is none in this database. */
async function resume(origin: string): Promise<Kept | undefined> {
  const kept = read();
  if (!kept || kept.origin === origin) return kept;
  const moved = UpdateServiceEndpointInput.parse({ id: kept.webhook.id, ...endpoint(origin) });
  const isThere = await unlessRefused("not-found", () => updateServiceEndpoint(hostContext(), moved));
  return isThere ? { ...kept, origin } : undefined;
}

async function join(origin: string): Promise<Kept> {
  await importPriceBook(hostContext(), demoPriceBook);
  // A name is never given twice, and whoever lost the file has lost the secrets.
  const name = `instances-${newId().slice(-6)}`;
  const scopes = ["signatures:verify", "usage:write", "resources:write"] as const;
  const { token } = await createServiceKey(hostContext(), { name, services: ["compute"], scopes: [...scopes] });
  const input = CreateServiceEndpointInput.parse({ name, ...endpoint(origin) });
  return { origin, serviceKey: token, webhook: await createServiceEndpoint(hostContext(), input), accessKeys: {} };
}

/** Undefined where whoever plays with the demo has made it impossible: the person is gone, or has keys enough. */
async function letUse(account: string, name: string): Promise<{ id: string; secret: string } | undefined> {
  const policy = { name: policyName, description: "Everything of the compute service", document: policyDocument };
  const wish = CreateAccessKeyInput.parse({ ownerName: name, name: "Instances", expiresInDays: "180" });
  try {
    await unlessRefused("already-exists", async () => createPolicy(await enter(account), policy));
    await unlessRefused("already-exists", async () =>
      attachPolicyToUser(await enter(account), { name, policyType: "Custom", policyName }),
    );
    const { accessKey, secret } = await createAccessKey(await enter(account), wish);
    return { id: accessKey.id, secret };
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

const wordsOf = (type: string, name: string) => [
  "CreateInstance",
  `InstanceType=${type}`,
  `InstanceName=${name}`,
  `ClientToken=${name}`,
];

async function enter(name: string): Promise<Context> {
  const host = hostContext();
  return enterAccount(host, await getAccountByName(host, name));
}

/** False where it was refused for this one reason. */
async function unlessRefused(code: DomainError["code"], act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === code) return false;
    throw error;
  }
}

const file = () => resolve(env().dataDir, "demo-instances.json");

function read(): Kept | undefined {
  return existsSync(file()) ? JSON.parse(readFileSync(file(), "utf8")) : undefined;
}

function write(kept: Kept): void {
  writeFileSync(file(), JSON.stringify(kept, null, 2), { mode: 0o600 });
}
