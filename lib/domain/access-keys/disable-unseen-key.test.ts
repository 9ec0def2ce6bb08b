import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { findReveal } from "@/lib/domain/sessions/reveal-queries";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { issueKey } from "@/tests/support/open-ram-api";
import { openRootSession } from "@/tests/support/open-session";
import { createAccessKey } from "./create-access-key";
import { disableUnseenKey } from "./disable-unseen-key";
import { getAccessKey } from "./queries";
import { CreateAccessKeyInput } from "./schema";

const create = async (root: Context) =>
  (await createAccessKey(later(root, {}), CreateAccessKeyInput.parse({ ownerName: "ada", expiresInDays: "90" })))
    .accessKey.id;
const stateOf = async (root: Context, id: string) => (await getAccessKey(root, id)).key.state;
const inMinutes = (minutes: number) => ({
  ...workerContext(),
  now: new Date(Date.now() + minutes * 60_000),
});

/** The jobs that wait for keys of the account, as the worker would be given them. */
const jobsOf = ({ accountId }: Context) =>
  lookDirectly(
    (sql) => sql<{ data: Parameters<typeof disableUnseenKey>[1]; minutes: number }[]>`
      select data, round(extract(epoch from start_after - created_on) / 60)::int as minutes from pgboss.job
      where name = 'disable-unseen-key' and data ->> 'accountId' = ${accountId} order by created_on, id`,
  );

it("a key whose secret nobody came for is disabled after its ten minutes, and its secret erased", async () => {
  const root = await openRootSession();
  await buildSubAccount(root, { name: "ada" });
  const id = await create(root);
  const [job] = await jobsOf(root);
  expect(job).toMatchObject({ data: { accessKeyId: id }, minutes: 10 });
  if (!job) return;
  await disableUnseenKey(inMinutes(5), job.data);
  expect(await stateOf(root, id)).toBe("active");
  await disableUnseenKey(inMinutes(11), job.data);
  await disableUnseenKey(inMinutes(12), job.data);
  expect(await stateOf(root, id)).toBe("disabled");
  const late = { ...root, now: inMinutes(11).now };
  const key = { purpose: "access-key-secret", subject: id } as const;
  expect(await findReveal(late, key)).toMatchObject({ state: "expired" });
  expect(await claimReveal(root, key)).toBe(false);
  const kept = await lookDirectly(
    (sql) => sql`select r.sealed, (select count(*)::int from app.audit_events e where e.resource = ${id}
        and e.actor_type = 'job' and e.action = 'ram:UpdateAccessKey') as told
      from app.reveals r where r.subject = ${id}`,
  );
  expect(kept).toEqual([{ sealed: null, told: 1 }]);
});

it("one that was shown stays, and so does one that was claimed a moment before its time was over", async () => {
  const root = await openRootSession();
  await buildSubAccount(root, { name: "ada" });
  const [shown, claimed] = [await create(root), await create(root)];
  const claiming = later(root, {});
  await claimReveal(claiming, { purpose: "access-key-secret", subject: shown });
  expect(await openReveal(claiming, { purpose: "access-key-secret", subject: shown })).toMatch(/^espsk_/);
  await claimReveal(later(root, {}), { purpose: "access-key-secret", subject: claimed });
  for (const { data } of await jobsOf(root)) await disableUnseenKey(inMinutes(11), data);
  expect([await stateOf(root, shown), await stateOf(root, claimed)]).toEqual(["active", "active"]);
});

it("holds for a key that is handed over with its person; one that was answered to a program waits for nobody", async () => {
  const root = await openRootSession();
  const wish = { name: "bo", accessKey: "on", keyExpiresInDays: "90" };
  const made = await createSubAccount(later(root, {}), CreateSubAccountInput.parse(wish));
  const id = made.accessKey?.id ?? "";
  const [job] = await jobsOf(root);
  expect(job?.data.accessKeyId).toBe(id);
  if (job) await disableUnseenKey(inMinutes(11), job.data);
  expect(await stateOf(root, id)).toBe("disabled");
  const signed = {
    ...root,
    actor: { ...root.actor, type: "access-key", accessKeyId: "x", sessionId: null },
  } as Context;
  await issueKey(signed, "bo");
  expect(await jobsOf(root)).toHaveLength(1);
});
