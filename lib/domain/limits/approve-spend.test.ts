import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit-events";
import { webhookEvents } from "@/db/schema/webhooks";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { NoticeFilter } from "@/lib/domain/notifications/choice-schema";
import { listNotices } from "@/lib/domain/notifications/notice-queries";
import { enforcementOf, standingOf } from "@/lib/domain/resources/rules";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { asMicros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { approveSpend } from "./approve-spend";
import { judgeWallets } from "./judge-wallets";
import { readSpendVerdicts } from "./lookups";
import { presentVerdict } from "./presenter";
import { listSpendLimits } from "./queries";
import { replayLimit } from "./replay-queries";
import { judgeSpend } from "./rules";
import { ReplayLimitInput, SetDefaultLimitInput, SetSpendLimitInput } from "./schema";
import { setDefaultLimit } from "./set-default-limit";
import { setSpendLimit } from "./set-spend-limit";

async function world() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  const subAccountId = (ada.scope.kind === "sub-account" ? ada.scope.subAccountId : "") as SubAccountId;
  await topUpWallet(operator, TopUpWalletInput.parse({ accountId: root.accountId, amount: "900", reference: newId() }));
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const spend = async (millions: number) => {
    const second = Math.floor(Date.now() / 1000) * 1000 - 1000;
    const at = new Date(Math.max(second, Math.floor(Date.now() / 3_600_000) * 3_600_000));
    await reportUsage(operator, [buildEvent(root, { meter, subAccount: "ada", value: String(millions * 1e6), at })]);
    await rateAll(root, operator, 1);
  };
  const verdict = async () => {
    const inside = enterAccount(operator, { ...root.account, accountId: root.accountId });
    const allowed = authorize(inside, "bss:DescribeWallet", walletResource(inside));
    const [own] = await withReadTransaction(allowed, (tx) => readSpendVerdicts(tx, allowed, [subAccountId]));
    return own && presentVerdict(own);
  };
  const set = (input: object) =>
    setSpendLimit(root, SetSpendLimitInput.parse({ subAccountName: "ada", per: "lifetime", ...input }));
  const limit = async (ctx: Context = root) => {
    const [one] = await listSpendLimits(ctx);
    return { id: String(one?.id), soft: String(one?.soft), approval: one?.approval };
  };
  const read = <T>(query: Parameters<typeof withReadTransaction<T>>[1]) =>
    withReadTransaction(authorize(root, "bss:DescribeWallet", walletResource(root)), query);
  const eventsOf = async (type: string) => {
    const of = eq(webhookEvents.accountId, root.accountId);
    const rows = await read((tx) => tx.select().from(webhookEvents).where(of));
    return rows.filter((row) => row.type === type).map(({ payload }) => payload.data);
  };
  return { root, ada, subAccountId, spend, verdict, set, limit, read, eventsOf };
}

describe("a soft limit that asks", () => {
  it("lets nothing new begin beyond its amount before somebody who may approves it, until it is changed", async () => {
    const { root, ada, spend, verdict, set, limit, read, eventsOf } = await world();
    await set({ soft: "5", hard: "50", onSoft: "ask" });
    await spend(4);
    expect([await verdict(), (await limit()).approval]).toEqual([{ verdict: "allow", allowed: true }, null]);
    const early = await limit();
    await expect(approveSpend(root, { id: early.id, soft: early.soft, intent: "approve" })).rejects.toMatchObject({
      code: "invalid-state",
      reason: "nothingToApprove",
    });
    await spend(1);
    expect(await verdict()).toEqual({
      ...{ verdict: "ask", allowed: false, reason: "approval_required" },
      limit: { window: "lifetime", soft: "5.00", hard: "50.00", atHard: "block_new", spent: "5.00", resetsAt: null },
    });
    expect((await limit(ada)).approval).toBe("waiting");
    await judgeWallets(operator, [root.accountId]);
    const notices = (await listNotices(ada, NoticeFilter.parse({}))).rows.filter(({ kind }) => kind === "spend-limit");
    expect(notices.map(({ params }) => `${params.percent} ${params.effect}`)).toEqual(["10 ask"]);

    const { id, soft } = await limit();
    const approve = (ctx: Context, intent: "approve" | "withdraw" = "approve", of = soft) =>
      approveSpend(ctx, { id, soft: of, intent });
    const reader = await buildSubAccount(root, { policies: ["AliyunBSSReadOnlyAccess"] });
    for (const ctx of [ada, reader]) await expect(approve(ctx)).rejects.toMatchObject({ code: "forbidden" });
    const stranger = { ...(await buildAccount()), authorityEpoch: null };
    await expect(approve(stranger)).rejects.toMatchObject({ code: "not-found" });
    await expect(approve(root, "approve", "4000000")).rejects.toMatchObject({ code: "invalid-state" });

    const payer = await buildSubAccount(root, { name: "pay", policies: ["AliyunBSSFullAccess"] });
    await approve({ ...payer, authorityEpoch: null });
    expect([await verdict(), (await limit(ada)).approval]).toEqual([{ verdict: "allow", allowed: true }, "given"]);
    await expect(approve(root)).rejects.toMatchObject({ code: "invalid-state" });
    expect(await eventsOf("spend_limit.approved")).toMatchObject([
      { subAccount: "ada", limit: { per: "lifetime", amount: "5.00", resetsAt: null } },
    ]);
    await spend(1);
    expect(await verdict()).toMatchObject({ allowed: true });
    await approve(root, "withdraw");
    expect(await verdict()).toMatchObject({ verdict: "ask" });
    await approve(root);
    await set({ soft: "5.5", hard: "50", onSoft: "ask" });
    expect(await verdict()).toMatchObject({ verdict: "ask", limit: { soft: "5.50" } });
    await set({ soft: "5.5", hard: "50" });
    expect(await verdict()).toMatchObject({ allowed: true });
    const audited = await read((tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.accountId, root.accountId)).orderBy(auditEvents.id),
    );
    const done = audited.filter(({ action, result }) => action === "bss:ApproveSpend" && result === "allowed");
    const said = done.map(({ after }) => JSON.stringify(after, ["approved", "soft"]));
    const given = '{"approved":true,"soft":"5.00"}';
    expect(said.toSorted()).toEqual(['{"approved":false,"soft":"5.00"}', given, given]);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("stands behind what no approval would open, and the account's asks everybody", async () => {
    const { verdict, set, spend } = await world();
    await set({ soft: "1", hard: "3", onSoft: "ask" });
    await spend(3);
    expect(await verdict()).toMatchObject({ verdict: "deny", reason: "spend_limit" });
    await set({ soft: "4", hard: "30", onSoft: "ask" });
    await set({ subAccountName: "", soft: "2", onSoft: "ask" });
    expect(await verdict()).toMatchObject({ verdict: "ask", limit: { soft: "2.00", hard: null } });
    const of = {
      per: "day",
      soft: asMicros(1n),
      hard: null,
      stops: "new",
      spent: asMicros(1n),
      resetsAt: null,
    } as const;
    const limits = [{ ...of, ofAccount: true, asks: true }];
    expect(judgeSpend({ limits, spendable: asMicros(0n), walletState: "exhausted" })).toMatchObject({
      reason: "wallet_exhausted",
    });
  });

  it("is tried before it is set, given by default, and refused without an amount", async () => {
    const { root, spend, limit } = await world();
    await spend(4);
    const tried = async (input: object) => {
      const parsed = ReplayLimitInput.parse({ subAccountName: "ada", per: "day", ...input });
      const { asked, count } = await replayLimit(root, parsed);
      return [asked, count];
    };
    expect(await tried({ soft: "2", hard: "9", onSoft: "ask" })).toEqual([1, 0]);
    expect(await tried({ soft: "5", hard: "9", onSoft: "ask" })).toEqual([0, 0]);
    expect(await tried({ soft: "2", hard: "3" })).toEqual([null, 1]);
    await setDefaultLimit(root, SetDefaultLimitInput.parse({ per: "day", soft: "0", onSoft: "ask" }));
    await buildSubAccount(root, { name: "cy" });
    expect((await limit()).approval).toBe("waiting");
    const { error } = SetSpendLimitInput.safeParse({ per: "day", hard: "3", onSoft: "ask" });
    expect(error?.issues).toMatchObject([{ path: ["soft"], message: "askAmount" }]);
  });
});

describe("a hard limit that throttles", () => {
  it("slows what runs and lets nothing new begin; what stops goes before it, and both end with the limit", async () => {
    const { root, verdict, set, spend, read, eventsOf, subAccountId } = await world();
    const order = async () => {
      const [row] = await read((tx) =>
        tx.select().from(workspaceOrders).where(eq(workspaceOrders.subAccountId, subAccountId)),
      );
      return row && `${row.decided} ${row.epoch} ${row.reasons.join(" ")}`.trim();
    };
    const judge = () => judgeWallets(operator, [root.accountId]);
    await set({ hard: "2", stops: "throttle" });
    await spend(2);
    expect(await verdict()).toMatchObject({ verdict: "deny", reason: "spend_limit", limit: { atHard: "throttle" } });
    await judge();
    await judge();
    expect(await order()).toBe("throttled 1 spend_throttle");
    expect(await eventsOf("workspace.throttled")).toMatchObject([
      { subAccount: "ada", workspace: { decided: "throttled", epoch: 1, reasons: ["spend_throttle"] } },
    ]);
    await set({ per: "month", hard: "1", stops: "all" });
    await judge();
    expect(await order()).toBe("suspended 2 spend_limit spend_throttle");
    await set({ per: "month", hard: "100", stops: "all" });
    await judge();
    expect(await order()).toBe("throttled 3 spend_throttle");
    await set({ hard: "100", stops: "throttle" });
    await judge();
    expect(await order()).toBe("running 4");
    expect(await eventsOf("workspace.resumed")).toHaveLength(1);
  });

  it("is done at a resource once its service says so", () => {
    const decided = { decided: "throttled", epoch: 2, reasons: ["spend_throttle"], decidedAt: new Date() } as const;
    const told = { state: "running", enforcedEpoch: 1, createdAt: new Date(0) } as const;
    const done = { ...told, enforcedEpoch: 2 };
    expect([enforcementOf(told, decided), standingOf(told, decided)]).toEqual(["waiting", "running"]);
    expect([enforcementOf(done, decided), standingOf(done, decided)]).toEqual(["enforced", "throttled"]);
    expect(standingOf({ ...done, state: "stopped" }, decided)).toBe("stopped");
  });
});
