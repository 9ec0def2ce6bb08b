import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { judgeWallets } from "@/lib/domain/limits/judge-wallets";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { monthOf } from "@/lib/domain/spend/presenter";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { newId } from "@/lib/foundation/ids";
import { later } from "@/tests/support/build-context";
import { accountWith, arnOf, buildService, report } from "@/tests/support/build-resource";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { getResource, listResources } from "./queries";
import { retireResource } from "./report-resource";
import { ResourceFilter } from "./schema";

const service = buildService();
const all = (ctx: Context, filter: object = {}) => listResources(ctx, ResourceFilter.parse(filter));

const eventsOf = (root: Context) =>
  lookDirectly(
    (sql) =>
      sql`select type, payload from app.webhook_events where account_id = ${root.accountId} order by coalesce((payload #>> '{data,workspace,epoch}')::int, 0)`,
  );

describe("what a service says of a resource", () => {
  it("stands by its version: told twice, late or out of order, the newest wins", async () => {
    const { root } = await accountWith("ada");
    const arn = arnOf(root);
    const tell = (version: number, state: string) => report(service, arn, { subAccount: "ada", version, state });
    expect(await tell(2, "running")).toMatchObject({ status: "registered", version: 2 });
    expect(await tell(2, "running")).toMatchObject({ status: "unchanged", version: 2 });
    expect(await tell(1, "pending")).toMatchObject({ status: "outdated", version: 2 });
    await expect(tell(2, "stopped")).rejects.toMatchObject({ code: "conflict", reason: "resourceVersionReused" });
    expect(await tell(3, "stopped")).toMatchObject({ status: "updated", version: 3 });
    expect((await all(root)).rows).toMatchObject([{ arn, state: "stopped", service: "compute", region: "eu-1" }]);
  });

  it("is the same in whatever order it arrives", async () => {
    const { root } = await accountWith("ada");
    const arns = [arnOf(root), arnOf(root)];
    const told = ["pending", "running", "stopped", "running", "failed"].map((state, index) => ({
      state,
      version: index + 1,
    }));
    for (const [arn, order] of [
      [arns[0], told],
      [arns[1], told.toReversed()],
    ] as const) {
      await Promise.all(order.map((one) => report(service, String(arn), { subAccount: "ada", ...one })));
    }
    expect((await all(root)).rows.map(({ state }) => state)).toEqual(["failed", "failed"]);
  });

  it("ends with its retirement, which nothing older undoes, even where it came first", async () => {
    const { root } = await accountWith("ada");
    const arn = arnOf(root);
    expect(await retireResource(service, { arn, subAccount: "ada", version: 5 })).toMatchObject({
      status: "registered",
    });
    expect(await report(service, arn, { subAccount: "ada", version: 4 })).toMatchObject({ status: "outdated" });
    expect((await all(root)).rows).toEqual([]);
    expect((await all(root, { state: "retired" })).rows).toMatchObject([{ arn }]);
  });

  it("is refused for another service's, another sub-account's, and for who is not there", async () => {
    const { root } = await accountWith("ada", "bob");
    const arn = arnOf(root);
    await report(service, arn, { subAccount: "ada" });
    await expect(report(service, arn, { subAccount: "bob", version: 2 })).rejects.toMatchObject({ code: "conflict" });
    await expect(report(service, arn, { subAccount: "nobody", version: 2 })).rejects.toMatchObject({
      code: "not-found",
    });
    const foreign = arn.replace("acs:compute", "acs:storage");
    await expect(report(service, foreign, { subAccount: "ada" })).rejects.toMatchObject({ code: "forbidden" });
    const nowhere = arn.replace(root.account.uid, "9999999999999999");
    await expect(report(service, nowhere, { subAccount: "ada" })).rejects.toMatchObject({ code: "not-found" });
    expect((await all(root)).rows).toHaveLength(1);
  });
});

describe("disabling", () => {
  it("decides, with a number that grows, and each resource shows when its service has done it", async () => {
    const { root } = await accountWith("ada");
    const arn = arnOf(root);
    await report(service, arn, { subAccount: "ada" });
    await disableSubAccount(root, { name: "ada", reason: "" });
    const [waiting] = (await all(root)).rows;
    expect(waiting).toMatchObject({
      ...{ state: "running", standing: "stopping", decided: "suspended", decidedAt: root.now },
      ...{ reasons: ["disabled"], enforcement: "waiting", enforcedAt: null },
    });
    const answer = await report(service, arn, { subAccount: "ada", version: 2, state: "stopped", enforcedEpoch: 1 });
    expect(answer.workspace).toMatchObject({ decided: "suspended", epoch: 1 });
    expect((await all(root)).rows).toMatchObject([
      { ...{ standing: "suspended", decided: "suspended" }, ...{ enforcement: "enforced", enforcedAt: service.now } },
    ]);
    const after = later(root, { now: new Date(root.now.getTime() + 1_000) });
    await enableSubAccount(after, { name: "ada" });
    expect((await all(root)).rows).toMatchObject([
      { standing: "resuming", decided: "running", enforcement: "waiting", enforcedAt: null },
    ]);
    // A report that still speaks of the older order undoes nothing.
    await report(service, arn, { subAccount: "ada", version: 3, state: "stopped", enforcedEpoch: 1 });
    expect((await all(root)).rows).toMatchObject([{ decided: "running", enforcement: "waiting" }]);
    await report(service, arn, { subAccount: "ada", version: 4, state: "running", enforcedEpoch: 2 });
    expect((await all(root)).rows).toMatchObject([
      { standing: "running", decided: "running", enforcement: "enforced", state: "running" },
    ]);
    const { events } = await getResource(root, "ada", String(waiting?.id));
    expect(events.map(({ kind }) => kind).toSorted()).toEqual([
      "enforced",
      "enforced",
      "registered",
      "resumed",
      "suspended",
    ]);
    expect((await eventsOf(root)).map(({ type, payload }) => [type, payload.data.workspace?.epoch])).toEqual([
      ["sub_account.created", undefined],
      ["sub_account.disabled", 1],
      ["sub_account.enabled", 2],
    ]);
  });

  it("says nothing when it is refused", async () => {
    const { root } = await accountWith("ada");
    await disableSubAccount(root, { name: "ada", reason: "" });
    const before = await eventsOf(root);
    await expect(disableSubAccount(later(root, {}), { name: "ada", reason: "" })).rejects.toMatchObject({
      code: "invalid-state",
    });
    expect(await eventsOf(root)).toEqual(before);
  });

  it("of a sub-account that is deleted, everything goes, and the services hear of it", async () => {
    const { root } = await accountWith("ada");
    const arn = arnOf(root);
    await report(service, arn, { subAccount: "ada" });
    await deleteSubAccount(root, { name: "ada", typedName: "ada" });
    expect((await all(root)).rows).toEqual([]);
    expect((await eventsOf(root)).find(({ type }) => type.endsWith("deleted"))).toMatchObject({
      type: "sub_account.deleted",
      payload: { data: { subAccount: "ada", workspace: { decided: "suspended", epoch: 1 } } },
    });
    await expect(report(service, arn, { subAccount: "ada", version: 2 })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a limit that stops everything", () => {
  let root: Context;
  beforeAll(async () => {
    ({ root } = await accountWith("ada", "bob"));
    const amount = { amount: "100", reference: newId() };
    await topUpWallet(operator, TopUpWalletInput.parse({ accountId: root.accountId, ...amount }));
  });

  it("suspends one workspace while the others run on, tells of it once, and ends when it is raised", async () => {
    const [hers, his] = [arnOf(root), arnOf(root)];
    await report(service, hers, { subAccount: "ada" });
    await report(service, his, { subAccount: "bob" });
    const limit = (hard: string) =>
      setSpendLimit(
        later(root, {}),
        SetSpendLimitInput.parse({ subAccountName: "ada", per: "lifetime", hard, stops: "all" }),
      );
    await limit("2");
    const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
    const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
    const event = { ...buildEvent(root, { meter, subAccount: "ada", value: "2000000", at }), subject: hers };
    expect(await reportUsage(operator, [event])).toMatchObject([{ status: "accepted" }]);
    await rateAll(root, operator, 1);
    await judgeWallets(operator, [root.accountId]);
    await judgeWallets(operator, [root.accountId]);
    const decidedFor = async () =>
      Object.fromEntries(
        (await all(root)).rows.map(({ subAccountName, decided, reasons }) => [subAccountName, [decided, ...reasons]]),
      );
    expect(await decidedFor()).toEqual({ ada: ["suspended", "spend_limit"], bob: ["running"] });
    const types = (await eventsOf(root)).map(({ type }) => type);
    expect(types.filter((type) => type === "spend_limit.reached")).toHaveLength(1);
    expect(types.filter((type) => type === "workspace.suspended")).toHaveLength(1);
    // Enabling does not lift what a limit holds.
    await disableSubAccount(later(root, {}), { name: "ada", reason: "" });
    await enableSubAccount(later(root, {}), { name: "ada" });
    expect(await decidedFor()).toMatchObject({ ada: ["suspended", "spend_limit"] });
    await limit("3");
    await judgeWallets(operator, [root.accountId]);
    expect(await decidedFor()).toEqual({ ada: ["running"], bob: ["running"] });
  });

  it("of the account stops everybody in one round, however many they are", async () => {
    const { accountId } = root;
    await lookDirectly(async (sql) => {
      await sql`insert into app.sub_accounts (account_id, id, name, display_name, created_by)
        select ${accountId}, gen_random_uuid(), 'many-' || n, '', '' from generate_series(1, 210) n`;
      await sql`insert into app.resources (account_id, id, sub_account_id, arn, service, region, type, name, state,
          state_since, labels, version, reported_at)
        select account_id, gen_random_uuid(), id, name, 'compute', '', 'instance', name, 'running', now(), '{}', 1, now()
        from app.sub_accounts where account_id = ${accountId} and name like 'many-%'`;
    });
    await setSpendLimit(later(root, {}), SetSpendLimitInput.parse({ per: "lifetime", hard: "1", stops: "all" }));
    // A round ends after five seconds, so that no account holds up the others: not on the clock of this machine.
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    await judgeWallets(operator, [accountId]).finally(() => clock.mockRestore());
    const running = await lookDirectly(
      (sql) => sql`select count(*)::int from app.sub_accounts s where account_id = ${accountId} and not exists
        (select from app.workspace_orders o where o.sub_account_id = s.id and o.decided = 'suspended')`,
    );
    expect(running).toEqual([{ count: 0 }]);
  });

  it("leaves its charges with the resource that caused them", async () => {
    const { rows } = await all(root, { owner: "ada" });
    expect(rows).toMatchObject([{ cost: 2_000_000n }]);
    const { months, terms } = await getResource(root, "ada", String(rows[0]?.id));
    expect(months).toEqual([{ month: monthOf(terms.month), cost: 2_000_000n }]);
  });
});
