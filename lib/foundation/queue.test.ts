import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import * as z from "zod";
import { handleJob } from "@/lib/entrypoints/worker/handle-job";
import { DomainError } from "@/lib/foundation/errors";
import { type Fence, mintFence } from "@/lib/foundation/fence";
import { type AccountId, newAccountId, newId } from "@/lib/foundation/ids";
import { defineJob, enqueue } from "@/lib/foundation/queue";
import { workQueue } from "@/lib/foundation/queue-worker";
import { withTransaction } from "@/lib/foundation/transaction";
import { lookDirectly } from "@/tests/support/look-directly";

const Payload = z.strictObject({
  accountId: z.uuid().transform((id) => id as AccountId),
  word: z.string(),
});
const ran: string[] = [];
const echo = defineJob(`test-echo-${newId()}`, Payload);
const once = defineJob(`test-once-${newId()}`, Payload, { key: ({ accountId }) => accountId });
const refused = defineJob(`test-refused-${newId()}`, Payload);
const retried = defineJob(`test-retried-${newId()}`, Payload);
let failures = 1;

const queue = await workQueue([
  handleJob(echo, async (platform, { word }) => {
    ran.push(`${platform.actor.type} ${word}`);
  }),
  handleJob(once, async (_, { word }) => {
    ran.push(word);
  }),
  handleJob(refused, () => Promise.reject(new DomainError("forbidden", "job"))),
  handleJob(retried, async (_, { word }) => {
    if (failures-- > 0) throw new DomainError("unavailable", "database");
    ran.push(word);
  }),
]);
afterAll(() => queue.stop());

const fenceOf = (accountId: AccountId): Fence =>
  mintFence({ accountId, scope: { kind: "account" }, actorKey: "root-user:", authorityEpoch: null });

async function until(holds: () => boolean | Promise<boolean>) {
  for (let tries = 0; tries < 200 && !(await holds()); tries++) await sleep(50);
  expect(await holds()).toBe(true);
}

const inQueue = (name: string) =>
  lookDirectly((db) => db<{ state: string; name: string }[]>`select state, name from pgboss.job where name = ${name}`);

it("runs a job that was committed, as the platform's worker", async () => {
  const accountId = newAccountId();
  await withTransaction(fenceOf(accountId), (tx) => enqueue(tx, echo, { accountId, word: "committed" }));
  await until(() => ran.includes("worker committed"));
});

it("knows nothing of a job whose transaction was rolled back", async () => {
  const accountId = newAccountId();
  await expect(
    withTransaction(fenceOf(accountId), async (tx) => {
      await enqueue(tx, echo, { accountId, word: "rolled back" });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await lookDirectly((db) => db`select from pgboss.job where data ->> 'accountId' = ${accountId}`)).toEqual([]);
});

it("keeps one waiting piece of a key", async () => {
  const accountId = newAccountId();
  await withTransaction(fenceOf(accountId), async (tx) => {
    await enqueue(tx, once, { accountId, word: "first" });
    await enqueue(tx, once, { accountId, word: "second" });
  });
  await until(() => ran.includes("first"));
  expect(ran).not.toContain("second");
});

it("tries again what failed for a moment, and makes a dead letter of what will never work", async () => {
  const accountId = newAccountId();
  await withTransaction(fenceOf(accountId), async (tx) => {
    await enqueue(tx, retried, { accountId, word: "in the end" });
    await enqueue(tx, refused, { accountId, word: "never" });
  });
  await until(async () => (await inQueue(refused.name))[0]?.state === "failed");
  await until(() => ran.includes("in the end"));
  const letters = await lookDirectly(
    (db) => db`select from pgboss.job where name = 'dead-letters' and source_name = ${refused.name}`,
  );
  expect(letters).toHaveLength(1);
});

it("refuses a job in another account's name, and shows none of its jobs", async () => {
  const [own, other] = [newAccountId(), newAccountId()];
  await expect(
    withTransaction(fenceOf(own), (tx) => enqueue(tx, echo, { accountId: other, word: "forged" })),
  ).rejects.toMatchObject({ cause: { code: "42501" } });
  await withTransaction(fenceOf(other), (tx) =>
    enqueue(tx, echo, { accountId: other, word: "later" }, { startAfter: new Date(Date.now() + 3_600_000) }),
  );
  const seen = await withTransaction(fenceOf(own), (tx) =>
    tx.execute(sql`select id from pgboss.job union all select id from pgboss.job_common`),
  );
  expect(seen).toHaveLength(0);
});
