import { once } from "node:events";
import { readdirSync } from "node:fs";
import { Agent, createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { claimServiceKey, revealServiceKey } from "@/lib/domain/service-keys/reveal-service-key";
import { ramApi } from "@/lib/entrypoints/ram-api/ram-api";
import { openForClient, sealForClient } from "@/lib/foundation/data-keys";
import { env } from "@/lib/foundation/env";
import { newId } from "@/lib/foundation/ids";
import { CannotOpenError } from "@/lib/foundation/secret-box";
import { operatorSession } from "@/tests/scenarios/prepare-verb";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { dose } from "@/tests/support/dose";
import { insertRootKeys } from "@/tests/support/insert-root-keys";
import { buildV3Request, type TestKey } from "@/tests/support/sign-request";
import { takeOwnDataDirectory } from "@/tests/support/take-own-data-directory";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { uniqueName } from "@/tests/support/unique-name";
import { retireMasterKeys } from "./retire-master-keys";
import { rotateMasterKey } from "./rotate-master-key";

const dataDir = takeOwnDataDirectory();

// And a database of its own: what these keys have wrapped nobody else can open.
const database = takeOwnDatabase("retire");

const keysEach = 10;

async function issueKeys(count: number): Promise<TestKey[]> {
  const issued: TestKey[] = [];
  while (issued.length < count) issued.push(...(await insertRootKeys(await buildAccount(), keysEach)));
  return issued;
}

async function openApi() {
  const server = createServer((request, response) => void ramApi.answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return async (key: TestKey) => {
    const { request } = buildV3Request(key, { action: "GetAccountAlias" });
    const headers = Object.fromEntries(request.headers);
    const outgoing = send({ agent, host: "127.0.0.1", port, method: "POST", path: "/", headers });
    outgoing.end();
    const [answer] = await once(outgoing, "response");
    return { status: answer.statusCode as number, said: await text(answer) };
  };
}

it("signed calls of a thousand keys go on while the master key is rotated and the old one retired", async () => {
  expect(env().dataDir).toBe(dataDir);
  const host = buildOperator({ host: true });
  const keys = await issueKeys(dose(1_000, 10_000));
  const operator = await operatorSession();
  const service = { name: uniqueName("svc"), services: ["compute"], scopes: ["authorize" as const] };
  const waiting = await createServiceKey(operator, service);
  const carried = sealForClient("test", "row", "carried by a client");
  const call = await openApi();
  let going = true;
  const answers = { ok: 0, refused: [] as string[] };
  const caller = async (from: number) => {
    for (let at = from; going; at += 4) {
      const { status, said } = await call(keys[at % keys.length] ?? { accessKeyId: "", secret: "" });
      if (status === 200) answers.ok += 1;
      else answers.refused.push(said);
    }
  };
  const callers = [0, 1, 2, 3].map(caller);
  const startedAt = performance.now();
  const { kekId } = await rotateMasterKey(host, { settleMs: 10 });
  const rotatedAt = performance.now();
  await rotateMasterKey(host, { settleMs: 10 });
  const { retired, resealed } = await retireMasterKeys(host);
  const during = answers.ok;
  const retiredAt = performance.now();
  expect(during).toBeGreaterThan(10);
  await expect.poll(() => answers.ok - during, { timeout: 60_000 }).toBeGreaterThan(100);
  going = false;
  await Promise.all(callers);
  for (const key of keys.slice(0, 100)) expect((await call(key)).status).toBe(200);
  expect(answers.refused).toEqual([]);
  expect(retired.length).toBeGreaterThanOrEqual(2);
  expect(retired).toContain(kekId);
  expect(resealed).toBeGreaterThanOrEqual(1);
  const events = await database().superuser`select after ->> 'resealed' as resealed from app.operator_audit_events
      where action = 'platform:RetireMasterKeys'`;
  expect(events).toEqual([{ resealed: String(resealed) }]);
  const claiming = { ...operator, requestId: newId() };
  await claimServiceKey(claiming, { id: waiting.id });
  expect(await revealServiceKey(claiming, { id: waiting.id })).toBe(waiting.token);
  expect(openForClient("test", "row", carried)).toBe("carried by a client");
  expect(() => openForClient("test", "another row", carried)).toThrow(CannotOpenError);
  const secrets = readdirSync(join(dataDir, "secrets")).filter((name) => name.startsWith("kek"));
  expect(secrets).toEqual(["kek"]);
  expect(readdirSync(join(dataDir, "secrets", "retired"))).toHaveLength(retired.length);
  process.stdout.write(
    `${keys.length} keys: rotated in ${Math.round(rotatedAt - startedAt)} ms, rotated again and retired in ${Math.round(retiredAt - rotatedAt)} ms, ${during} calls meanwhile, ${answers.refused.length} refused\n`,
  );
}, 600_000);

it(
  "refuses while an older key still wraps somebody's data key, and has nothing to do with one key",
  async () => {
    const host = buildOperator({ host: true });
    expect(await retireMasterKeys(host)).toEqual({ retired: [], resealed: 0 });
    const root = await buildAccount();
    await rotateMasterKey(host, { settleMs: 10 });
    await database().superuser`update app.data_keys set kek_id = 'older' where account_id = ${root.accountId}`;
    await expect(retireMasterKeys(host)).rejects.toMatchObject({ reason: "masterKeyStillWraps" });
    await expect(retireMasterKeys({ ...buildOperator(), policies: [] })).rejects.toMatchObject({ code: "forbidden" });
  },
  dose(30_000, 600_000),
);
