import { expect, it } from "vitest";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { listPublicKeys } from "./queries";
import { remindOfPublicKey } from "./remind-of-public-key";
import { UpdatePublicKeyInput, UploadPublicKeyInput } from "./schema";
import { updatePublicKey } from "./update-public-key";
import { uploadPublicKey } from "./upload-public-key";

async function keyFor(expiresInDays: string) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const input = { subAccountName: "ada", publicKey: buildPublicKey(), expiresInDays };
  const { id } = await uploadPublicKey(root, UploadPublicKeyInput.parse(input));
  const endOf = async () => (await listPublicKeys(root, "ada"))[0]?.expiresAt?.toISOString() ?? "";
  const remind = async (daysLeft: number, expiresAt: string) =>
    remindOfPublicKey(workerContext(), { accountId: root.accountId, publicKeyId: id, expiresAt, daysLeft });
  const orders = () =>
    lookDirectly(
      (sql) => sql<{ daysLeft: number; days: number }[]>`
        select (data ->> 'daysLeft')::int as "daysLeft",
          round(extract(epoch from (data ->> 'expiresAt')::timestamptz - start_after) / 86400)::int as days
        from pgboss.job where name = 'remind-of-public-key' and data ->> 'publicKeyId' = ${id}
        order by start_after`,
    );
  const notices = () =>
    lookDirectly(
      (sql) => sql`
        select n.params ->> 'days' as days from app.notifications n
        where n.account_id = ${root.accountId} and n.kind = 'ssh-key-expiring' and n.sub_account_id is not null
        order by n.created_at, n.id`,
    );
  return { root, id, endOf, remind, orders, notices };
}

it("reminders of a key's end are ordered with the key: 30, 7 and 1 days ahead, none that is over already", async () => {
  const quarter = await keyFor("90");
  expect(await quarter.orders()).toEqual([
    { daysLeft: 30, days: 30 },
    { daysLeft: 7, days: 7 },
    { daysLeft: 1, days: 1 },
  ]);
  expect((await (await keyFor("30")).orders()).map(({ daysLeft }) => daysLeft)).toEqual([7, 1]);
  expect(await (await keyFor("none")).orders()).toEqual([]);
});

it("its owner is told once of each, also where the queue runs a reminder twice or late", async () => {
  const { endOf, remind, notices } = await keyFor("90");
  const end = await endOf();
  await remind(30, end);
  await Promise.all([remind(7, end), remind(7, end)]);
  await remind(30, end);
  await remind(1, end);
  expect((await notices()).map(({ days }) => days)).toEqual(["30", "7", "1"]);
});

it("a moved end says nothing of the old one, and has reminders of its own", async () => {
  const { root, id, endOf, remind, orders, notices } = await keyFor("30");
  const old = await endOf();
  await remind(7, old);
  const change = { subAccountName: "ada", id, name: "laptop", expiresInDays: "90" };
  await updatePublicKey(later(root, { now: new Date() }), UpdatePublicKeyInput.parse(change));
  await remind(1, old);
  expect(await notices()).toHaveLength(1);
  expect(await orders()).toHaveLength(5);
  await remind(7, await endOf());
  expect(await notices()).toHaveLength(2);
});
