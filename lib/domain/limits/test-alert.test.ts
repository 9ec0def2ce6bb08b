import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { NoticeFilter } from "@/lib/domain/notifications/choice-schema";
import { listNotices } from "@/lib/domain/notifications/notice-queries";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { readOutbox } from "@/tests/support/read-outbox";
import { testAlert } from "./test-alert";

it("an alert as a test goes to whoever asked and may know of the wallet, and says that it is one", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const built = await buildSubAccount(root, { policies: ["AliyunBSSReadOnlyAccess"] });
  const [finance, other] = [{ ...built, authorityEpoch: null }, await buildSubAccount(root)];
  const told = async (ctx: Context) =>
    (await listNotices(ctx, NoticeFilter.parse({}))).rows.map(({ kind, params }) => `${kind} ${params.state}`);
  await testAlert(root);
  await testAlert(finance);
  expect([await told(root), await told(finance)]).toEqual([["wallet-state test"], ["wallet-state test"]]);
  expect(await readOutbox(root.actor.name)).toMatchObject([{ kind: "wallet-state", params: { state: "test" } }]);
  await expect(testAlert({ ...other, authorityEpoch: null })).rejects.toMatchObject({ code: "forbidden" });
});
