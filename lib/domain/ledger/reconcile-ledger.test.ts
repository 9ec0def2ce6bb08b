import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { checkBooks } from "@/lib/domain/wallet/check-books";
import { checkDueBooks } from "@/lib/domain/wallet/check-due-books";
import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { PayOutWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { hostCommands } from "@/lib/entrypoints/cli/commands/host";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth } from "@/tests/support/build-closed-month";
import { brokenInvariants, operator } from "@/tests/support/build-usage";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { type InvariantId, invariants } from "./rules";

const database = takeOwnDatabase("books");
let root: Context;

beforeAll(async () => {
  const { superuser } = database();
  await superuser`select billing.make_partitions('2027-01-01', 16)`;
  ({ root } = await buildClosedMonth());
  const { accountId } = root;
  const credit = TopUpWalletInput.parse({ accountId, amount: "10", reference: "slip" });
  await topUpWallet({ ...operator, now: new Date("2027-09-11T00:00:00Z") }, credit);
  const limit = SetSpendLimitInput.parse({ subAccountName: "ada", per: "lifetime", hard: "1000" });
  await setSpendLimit({ ...root, now: new Date("2027-09-11T00:00:00Z") }, limit);
  await buildAccount();
  // A hand in the tables that neither triggers nor checks hold back.
  await superuser`set session_replication_role = replica`;
  await superuser`alter table app.ledger_accounts drop constraint ledger_accounts_funds_check,
    drop constraint ledger_accounts_overdraft_check`;
});

const any = "(select id from app.charges where category = 'Usage' and period = '2027-08-01' order by id limit 1)";
const wallet = "kind = 'wallet' and seq > 0";
/** What each is broken by, and mended. */
const hands: Record<InvariantId, [string, string]> = {
  I1: [
    `update app.ledger_accounts set credits_posted = credits_posted + 1 where ${wallet}`,
    `update app.ledger_accounts set credits_posted = credits_posted - 1 where ${wallet}`,
  ],
  I2: [
    "update app.transfers set amount = amount + 1 where kind = 'top-up'",
    "update app.transfers set amount = amount - 1 where kind = 'top-up'",
  ],
  I3: [
    `update app.ledger_accounts set overdraft = -1000000000 where ${wallet}`,
    `update app.ledger_accounts set overdraft = 0 where ${wallet}`,
  ],
  I4: [
    "update app.transfers set wallet_balance = wallet_balance + 1 where wallet_seq = 1",
    "update app.transfers set wallet_balance = wallet_balance - 1 where wallet_seq = 1",
  ],
  I6: ["update app.limit_usages set spent = spent + 1", "update app.limit_usages set spent = spent - 1"],
  I7: [
    "update app.spend_hours set effective_cost = effective_cost + 1 where hour = '2027-08-01 00:00Z'",
    "update app.spend_hours set effective_cost = effective_cost - 1 where hour = '2027-08-01 00:00Z'",
  ],
  I8: [
    `update app.charges set settlement_no = settlement_no - 1 where id = ${any}`,
    `update app.charges set settlement_no = settlement_no + 1 where id = ${any}`,
  ],
  I9: [
    "update app.rating_carries set exact_total = exact_total + 1",
    "update app.rating_carries set exact_total = exact_total - 1",
  ],
  I10: [
    "update app.books set rated_to = '999999999999', low_water = rated_to::text::bigint",
    "update app.books set rated_to = low_water::text::xid8, low_water = 0",
  ],
  I11: [
    "update app.billing_periods set closed_at = closed_at - interval '9 days' where status = 'closed'",
    "update app.billing_periods set closed_at = closed_at + interval '9 days' where status = 'closed'",
  ],
  I12: ["update app.invoices set total = total + 1", "update app.invoices set total = total - 1"],
  I13: [
    `update app.charges set quantity = quantity * 2 where id = ${any}`,
    `update app.charges set quantity = quantity / 2 where id = ${any}`,
  ],
  I14: [
    "update app.reserved_names set account_id = gen_random_uuid() where name = 'ada'",
    "update app.reserved_names set account_id = (select account_id from app.sub_accounts where name = 'ada') where name = 'ada'",
  ],
};
async function broken(id: InvariantId, work: () => Promise<void>) {
  const [breakIt, mendIt] = hands[id];
  await database().superuser.unsafe(breakIt);
  try {
    await work();
  } finally {
    await database().superuser.unsafe(mendIt);
  }
}

describe("the books", () => {
  it.each(Object.keys(invariants) as InvariantId[])("say so when %s does not hold, and only then", async (id) => {
    expect(await brokenInvariants(root)).toEqual([]);
    await broken(id, async () => {
      expect((await brokenInvariants(root)).map(({ invariant }) => invariant)).toContain(id);
    });
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("say so when what is to be paid back is not what the payouts on their way come to", async () => {
    const input = { accountId: root.accountId, amount: "2", reference: "back", reason: "contract ended" };
    await payOutWallet({ ...operator, now: new Date("2027-09-11T00:00:00Z") }, PayOutWalletInput.parse(input));
    expect(await brokenInvariants(root)).toEqual([]);
    const { superuser } = database();
    await superuser`update app.wallet_acts set outcome = 'sent', outcome_by = '', outcome_at = now()`;
    expect((await brokenInvariants(root)).map(({ invariant }) => invariant)).toEqual(["I2"]);
    await superuser`update app.wallet_acts set outcome = null`;
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("of every account are checked by the doctor, whose exit code tells the shell", async () => {
    const doctor = () => hostCommands.doctor.run({}, { appUrl: "", ownerUrl: undefined, close: async () => undefined });
    expect(await checkBooks(operator)).toEqual({ accounts: 2, broken: [] });
    await broken("I7", async () => {
      const { foundFault, text } = await doctor();
      expect(foundFault).toBe(true);
      expect(text).toContain(`I7  BROKEN  ${invariants.I7}\n      ${root.account.name}: hour `);
      expect(text).toContain(`I8  holds   ${invariants.I8}`);
    });
    const { foundFault, text } = await doctor();
    expect([foundFault, text.includes("BROKEN")]).toEqual([false, false]);
  });

  it("are checked once a night, and every operator is told of a difference, which stays as it is", async () => {
    const { superuser } = database();
    await superuser`insert into app.operators (id, email, display_name, password_hash)
      values (gen_random_uuid(), 'ops@espalier.test', 'Ops', 'none')`;
    const at = (moment: string) => checkDueBooks(workerContext(new Date(moment)));
    const letters = () => superuser`select recipient from app.outbox_messages where kind = 'books-broken'`;
    const noted = () =>
      superuser`select after from app.operator_audit_events where action = 'espalier:ReconcileLedger'`;
    await broken("I7", async () => {
      const sums = () => superuser`select * from app.spend_hours order by hour`;
      const before = await sums();
      // Three in the morning of Shanghai is seven in the evening of UTC.
      await at("2027-09-12T20:00:00Z");
      await at("2027-09-13T18:59:00Z");
      expect(await letters()).toEqual([{ recipient: "ops@espalier.test" }]);
      await Promise.all(["2027-09-13T19:00:00Z", "2027-09-13T19:00:01Z"].map(at));
      expect(await letters()).toHaveLength(2);
      expect(await noted()).toEqual([{ after: { broken: "I7" } }, { after: { broken: "I7" } }]);
      expect(await sums()).toEqual(before);
    });
    await at("2027-09-15T00:00:00Z");
    expect(await letters()).toHaveLength(2);
  });
});
