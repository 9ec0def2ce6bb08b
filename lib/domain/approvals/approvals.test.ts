import { describe, expect, it } from "vitest";
import { enterAccount } from "@/lib/authorization/enter-account";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { closePeriod } from "@/lib/domain/bills/close-period";
import { reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { getStatement } from "@/lib/domain/wallet/queries";
import { AdjustWalletInput, StatementFilter } from "@/lib/domain/wallet/schema";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, withoutStepUp } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { readOutbox } from "@/tests/support/read-outbox";
import { approveRequest } from "./approve-request";
import { countWaitingApprovals, getApproval, listApprovals } from "./queries";
import { rejectRequest } from "./reject-request";
import { withdrawRequest } from "./withdraw-request";

const [first, second] = [
  buildOperator({ name: "first@espalier.test" }),
  // A second later, so that the log has an order.
  { ...buildOperator({ name: "second@espalier.test" }), now: new Date(Date.now() + 1_000) },
];
const host = buildOperator({ host: true });
const dayMs = 86_400_000;
const soon = (ms: number, who = second) => ({ ...who, now: new Date(who.now.getTime() + ms) });

async function account() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  const give = (
    amount: string,
    reference: string,
    { who = first, ...more }: { who?: typeof first; reason?: string } = {},
  ) =>
    adjustWallet(
      who,
      AdjustWalletInput.parse({ accountId, amount, reference, reasonCode: "outage", reason: "sorry", ...more }),
    );
  const asked = async (amount = "-800", reference = "case-1") => {
    const { approvalId } = await give(amount, reference);
    return { accountId, id: String(approvalId) };
  };
  const lines = async () => {
    const { rows } = await getStatement(root, StatementFilter.parse({}));
    return rows.map(({ kind, amount }) => `${kind} ${writeMicros(amount)}`);
  };
  const audit = () =>
    lookDirectly(
      (sql) =>
        sql<{ action: string; actor_name: string; after: Record<string, string> }[]>`
          select action, actor_name, after from app.audit_events
          where account_id = ${accountId} and action like 'espalier:%Goodwill' order by id`,
    );
  return { root, accountId, give, asked, lines, audit };
}

describe("goodwill above the threshold", () => {
  it("is posted by nobody alone, and by the second operator at once, with both names in the log", async () => {
    const { root, accountId, asked, lines, audit } = await account();
    const address = await asked();
    expect(await lines()).toEqual([]);
    await approveRequest(second, address);
    expect(await lines()).toEqual(["refund 800.00"]);
    expect(await getApproval(first, address)).toMatchObject({
      state: "approved",
      requestedBy: "first@espalier.test",
      decidedBy: "second@espalier.test",
    });
    expect((await audit()).find(({ action }) => action === "espalier:ApproveGoodwill")).toMatchObject({
      actor_name: "second@espalier.test",
      after: { reasonCode: "outage", requestedBy: "first@espalier.test", approvedBy: "second@espalier.test" },
    });
    expect(await reconcileLedger(enterAccount(first, { ...root.account, accountId }))).toEqual([]);
  });

  it("is never approved or rejected by whoever asked, nor by the command line, nor without a fresh proof", async () => {
    const { asked, give, lines } = await account();
    const address = await asked();
    const refused = (reason: string) => ({ code: "forbidden", reason });
    await expect(approveRequest(first, address)).rejects.toMatchObject(refused("ownApproval"));
    await expect(rejectRequest(first, { ...address, reason: "no" })).rejects.toMatchObject(refused("ownApproval"));
    await expect(approveRequest(host, address)).rejects.toMatchObject(refused("namelessOperator"));
    await expect(give("-800", "case-2", { who: host })).rejects.toMatchObject(refused("namelessOperator"));
    await expect(withdrawRequest(second, { ...address, reason: "x" })).rejects.toMatchObject(refused("othersApproval"));
    const refusals = await lookDirectly(
      (sql) => sql`select action, actor_name, code from app.operator_audit_events
        where resource like ${`%/${address.id}`} and result = 'refused' order by id`,
    );
    const say = (action: string, actor_name: string, code: string) => ({
      action: `espalier:${action}`,
      actor_name,
      code,
    });
    expect(refusals).toHaveLength(4);
    expect(refusals).toEqual(
      expect.arrayContaining([
        say("ApproveGoodwill", "first@espalier.test", "ownApproval"),
        say("RejectGoodwill", "first@espalier.test", "ownApproval"),
        say("ApproveGoodwill", host.actor.name, "namelessOperator"),
        say("WithdrawGoodwill", "second@espalier.test", "othersApproval"),
      ]),
    );
    await expect(approveRequest(withoutStepUp(second), address)).rejects.toMatchObject({ code: "step-up-required" });
    expect(await lines()).toEqual([]);
  });

  it("is told to every other operator by mail and in the console, once, and not to whoever asked", async () => {
    const { root, give } = await account();
    const [mine, other] = [`asks@${root.account.name}.test`, `decides@${root.account.name}.test`];
    const known = ({ actorKey }: typeof first, email: string) =>
      lookDirectly(
        (sql) =>
          sql`insert into app.operators (id, email, display_name, password_hash) values (${actorKey.replace("operator:", "")}, ${email}, 'Op', 'none')`,
      );
    const decider = buildOperator({ name: other });
    await known(first, mine);
    await known(decider, other);
    try {
      const before = [await countWaitingApprovals(first), await countWaitingApprovals(decider)];
      for (const _ of [1, 2]) await give("-800.5", "case-1");
      expect([await countWaitingApprovals(first), await countWaitingApprovals(decider)]).toEqual([
        before[0],
        Number(before[1]) + 1,
      ]);
      const params = { accountName: root.account.name, requestedBy: "first@espalier.test", reference: "case-1" };
      expect(await readOutbox(mine)).toEqual([]);
      expect(await readOutbox(other)).toMatchObject([
        { kind: "approval-waiting", channel: "mail", params: { ...params, amount: "800.50", currency: "CNY" } },
      ]);
    } finally {
      await lookDirectly((sql) => sql`delete from app.operators where email in (${mine}, ${other})`);
    }
  });

  it("counts what an account was given alone within a day, so that no row of small gifts passes it", async () => {
    const { accountId, give, lines } = await account();
    expect(await give("-300", "a")).toEqual({ repeated: false });
    expect(await give("-200", "b")).toEqual({ repeated: false });
    const { approvalId } = await give("-0.000001", "c");
    await approveRequest(second, { accountId, id: String(approvalId) });
    expect(await give("900", "a fee")).toEqual({ repeated: false });
    expect(await give("-300", "d", { who: soon(dayMs + 1, first) })).toEqual({ repeated: false });
    expect((await lines()).filter((line) => line.startsWith("refund")).toReversed()).toEqual([
      ...["refund 300.00", "refund 200.00", "refund 0.000001", "refund 300.00"],
    ]);
  });

  it("is asked for once for a reference; other content is refused on the field", async () => {
    const { give, asked } = await account();
    const { id } = await asked();
    expect(await give("-800", "case-1")).toEqual({ repeated: true, approvalId: id });
    const taken = { code: "already-exists", details: { field: "reference" } };
    await expect(give("-801", "case-1")).rejects.toMatchObject(taken);
    await expect(give("-800", "case-1", { reason: "else" })).rejects.toMatchObject(taken);
    await expect(give("-800", "")).rejects.toMatchObject({ code: "invalid-input", details: { field: "reference" } });
  });

  it("is approved once, whoever else tries at the same moment", async () => {
    const { asked, lines, give } = await account();
    const address = await asked();
    const others = Array.from({ length: 4 }, (_, index) => buildOperator({ name: `${index}@espalier.test` }));
    const answers = await Promise.allSettled(others.map((one) => approveRequest(one, address)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(approveRequest(second, address)).rejects.toMatchObject({ reason: "approvalDecided" });
    expect(await lines()).toEqual(["refund 800.00"]);
    expect(await give("-800", "case-1")).toEqual({ repeated: true });
  });

  it("ends with a reason, and its reference is free again", async () => {
    const { asked, lines } = await account();
    const declined = await asked();
    await rejectRequest(second, { ...declined, reason: "not ours" });
    expect(await getApproval(first, declined)).toMatchObject({ state: "rejected", decisionReason: "not ours" });
    const taken = await asked();
    await withdrawRequest(first, { ...taken, reason: "typed wrong" });
    const last = await asked();
    expect(new Set([declined.id, taken.id, last.id]).size).toBe(3);
    expect(await lines()).toEqual([]);
  });

  it("runs out after a week: it can be approved no more, and be asked for again", async () => {
    const { root, accountId, asked, give, lines } = await account();
    const address = await asked();
    const week = 7 * dayMs;
    const { open, over } = await listApprovals(soon(week), { account: root.account.name });
    expect([open, over].map((rows) => rows.filter(({ id }) => id === address.id).length)).toEqual([0, 1]);
    expect(await getApproval(soon(week), address)).toMatchObject({ state: "expired" });
    await expect(approveRequest(soon(week), address)).rejects.toMatchObject({ reason: "approvalExpired" });
    const { approvalId } = await give("-800", "case-1", { who: soon(week, first) });
    await approveRequest(soon(week + 1), { accountId, id: String(approvalId) });
    expect(await lines()).toEqual(["refund 800.00"]);
  });

  it("is heard of by the account once it is posted, and not before", async () => {
    const { root, asked } = await account();
    const actions = async () => (await listAuditEvents(root, AuditFilter.parse({}))).rows.map(({ action }) => action);
    const address = await asked();
    expect(await actions()).not.toContain("espalier:RequestGoodwill");
    await approveRequest(second, address);
    expect(await actions()).toContain("espalier:ApproveGoodwill");
  });

  it("answers another account's and a made-up one alike", async () => {
    const { accountId, asked } = await account();
    const { id } = await (await account()).asked();
    await asked();
    for (const one of [id, crypto.randomUUID()]) {
      const missing = { code: "not-found", noun: "approval" };
      await expect(getApproval(second, { accountId, id: one })).rejects.toMatchObject(missing);
      await expect(approveRequest(second, { accountId, id: one })).rejects.toMatchObject(missing);
    }
  });
});

describe("the bill of approved goodwill", () => {
  const at = (moment: string, who = first) => ({ ...who, now: new Date(moment) });

  it("is that of the month it was asked for while it closes, and the open one after its close", async () => {
    await lookDirectly((sql) => sql`select billing.make_partitions('2027-01-01', 16)`);
    const { accountId, give } = await account();
    await give("1", "fee", { who: at("2027-08-30T00:00:00Z") });
    const [inTime, late] = [
      await give("-800", "in time", { who: at("2027-08-30T00:00:00Z") }),
      await give("-900", "late", { who: at("2027-08-31T00:00:00Z") }),
    ].map(({ approvalId }) => ({ accountId, id: String(approvalId) })) as [never, never];
    await advanceAccount(at("2027-09-01T00:00:00Z"), accountId);
    expect(await approveRequest(at("2027-09-01T00:00:00Z", second), inTime)).toEqual({ month: "2027-08" });
    await closePeriod(at("2027-09-03T00:00:00Z"), { accountId, month: "2027-08" });
    expect(await approveRequest(at("2027-09-04T00:00:00Z", second), late)).toEqual({ month: "2027-09" });
  });
});
