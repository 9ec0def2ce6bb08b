import fc from "fast-check";
import { expect, it } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { chargeFeesOf } from "@/lib/domain/fees/charge-fees";
import { giveFee } from "@/lib/domain/fees/give-fee";
import { GiveFeeInput } from "@/lib/domain/fees/schema";
import { reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { postAdjustment } from "@/lib/domain/ledger/steps";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { getWallet, listTopUps } from "@/lib/domain/wallet/queries";
import { reverseTopUp } from "@/lib/domain/wallet/reverse-top-up";
import { setOverdraft } from "@/lib/domain/wallet/set-overdraft";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { settlePayout } from "@/lib/domain/wallet/settle-payout";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { asMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildPrice } from "@/tests/support/build-usage";

const least = (a: bigint, b: bigint) => (a - b < 0n ? a : b);

/** What the books must say, in whole micros. */
class Model {
  balance = 0n;
  overdraft = 0n;
  owed = 0n;
  waiting = new Map<string, bigint>();
  credited = new Map<string, { amount: bigint; reversed: boolean }>();
  /** Fees of the month that were not charged yet, in the order in which they were given. */
  fees: { name: string; amount: bigint }[] = [];
  payouts = new Map<string, { amount: bigint; outcome?: "sent" | "returned" }>();

  get spare(): bigint {
    return this.balance + this.overdraft;
  }
  get unsettled(): bigint {
    return [...this.waiting.values()].reduce((sum, amount) => sum + amount, 0n);
  }
  get payable(): bigint {
    return [...this.payouts.values()].reduce((sum, { amount, outcome }) => (outcome ? sum : sum + amount), 0n);
  }
  collect(): void {
    const part = least(this.owed, this.spare);
    if (part <= 0n) return;
    this.balance -= part;
    this.owed -= part;
  }
  settle(): void {
    let due = 0n;
    for (const amount of this.waiting.values()) {
      if (amount < 0n) this.balance -= amount;
      else due += amount;
    }
    const paid = least(due, this.spare);
    this.balance -= paid;
    this.owed += due - paid;
    this.waiting.clear();
    this.collect();
  }
}

interface Real {
  /** A price of one micro by the month. */
  fee: string;
  root: Context;
  inside: Context;
}
const operator = buildOperator();
/** `YYYY-MM` in the zone that books have unless they are told another. */
const monthOf = (moment: Date) =>
  moment.toLocaleDateString("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit" });
type Step = fc.AsyncCommand<Model, Real>;

/** A refusal must be the one the model says, and leave everything as it was. */
async function refused(work: Promise<unknown>, code: string): Promise<void> {
  await expect(work).rejects.toMatchObject({ code });
}

const command = (name: string, run: Step["run"]): Step => ({ check: () => true, run, toString: () => name });

const topUp = (amount: bigint, slip: number) =>
  command(`topUp(${amount}, slip ${slip})`, async (model, { root }) => {
    const reference = `slip ${slip}`;
    const input = { accountId: root.accountId, amount: asMicros(amount), reference, note: "" };
    const seen = model.credited.get(reference);
    if (seen && seen.amount !== amount) return refused(topUpWallet(operator, input), "already-exists");
    expect((await topUpWallet(operator, input)).repeated).toBe(seen !== undefined);
    if (seen) return;
    model.credited.set(reference, { amount, reversed: false });
    model.balance += amount;
    model.collect();
  });

const reverse = (slip: number) =>
  command(`reverse(slip ${slip})`, async (model, { root }) => {
    const reference = `slip ${slip}`;
    const seen = model.credited.get(reference);
    const found = (await listTopUps(root)).find((one) => one.reference === reference);
    if (!seen || !found) return expect(found).toBe(seen);
    const input = { accountId: root.accountId, topUpId: found.id, reason: "wrong" };
    if (seen.reversed) return refused(reverseTopUp(operator, input), "invalid-state");
    await reverseTopUp(operator, input);
    seen.reversed = true;
    const back = least(seen.amount, model.spare);
    const taken = back > 0n ? back : 0n;
    model.balance -= taken;
    model.owed += seen.amount - taken;
  });

const charge = (name: string, amount: bigint) =>
  command(`charge(${name}, ${amount})`, async (model, { inside }) => {
    const allowed = authorize(inside, "espalier:AdjustWallet", walletResource(inside));
    await withTransaction(allowed, async (tx) => {
      const subAccountId = name ? await findBilledSubAccount(tx, allowed, name) : null;
      await postAdjustment(tx, {
        subAccountId,
        amount: asMicros(amount),
        reference: "",
        reason: "model",
        by: "model",
        now: new Date(),
      });
    });
    model.waiting.set(name, (model.waiting.get(name) ?? 0n) + amount);
  });

const give = (name: string, amount: bigint) =>
  command(`giveFee(${name}, ${amount})`, async (model, { root, fee }) => {
    const terms = { accountId: root.accountId, priceCode: fee, subAccountName: name, quantity: String(amount) };
    await giveFee(operator, GiveFeeInput.parse({ ...terms, firstMonth: monthOf(operator.now) }));
    model.fees.push({ name, amount });
  });

/** Each once, and only while there is money beyond what waits: those behind it wait with it. */
const chargeFees = command("chargeFees()", async (model, { root }) => {
  const charged = await chargeFeesOf(operator, root.accountId);
  const before = model.fees.length;
  model.fees = model.fees.filter(({ name, amount }) => {
    if (model.spare <= model.unsettled) return true;
    model.waiting.set(name, (model.waiting.get(name) ?? 0n) + amount);
    return false;
  });
  expect(charged).toBe(before - model.fees.length);
});

const settle = command("settle()", async (model, { root }) => {
  const settled = await settleCharges(operator, root.accountId);
  expect(settled !== undefined).toBe(model.waiting.size > 0);
  if (settled !== undefined) model.settle();
});

const overdraft = (amount: bigint) =>
  command(`overdraft(${amount})`, async (model, { root }) => {
    const input = { accountId: root.accountId, overdraft: asMicros(amount) };
    if (model.balance + amount < 0n) return refused(setOverdraft(operator, input), "conflict");
    await setOverdraft(operator, input);
    model.overdraft = amount;
    model.collect();
  });

const payOut = (amount: bigint, slip: number) =>
  command(`payOut(${amount}, payout ${slip})`, async (model, { root }) => {
    const reference = `payout ${slip}`;
    const input = { accountId: root.accountId, amount: asMicros(amount), reference, reason: "back" };
    const seen = model.payouts.get(reference);
    if (seen && seen.amount !== amount) return refused(payOutWallet(operator, input), "already-exists");
    const charged = model.unsettled > 0n ? model.unsettled : 0n;
    if (!seen && model.balance - charged < amount)
      return refused(payOutWallet(operator, input), "insufficient-balance");
    expect((await payOutWallet(operator, input)).repeated).toBe(seen !== undefined);
    if (seen) return;
    model.payouts.set(reference, { amount });
    model.balance -= amount;
  });

const settleOne = (slip: number, outcome: "sent" | "returned") =>
  command(`settlePayout(payout ${slip}, ${outcome})`, async (model, { root }) => {
    const reference = `payout ${slip}`;
    const input = { accountId: root.accountId, reference, outcome };
    const seen = model.payouts.get(reference);
    if (!seen) return refused(settlePayout(operator, input), "not-found");
    if (seen.outcome && seen.outcome !== outcome) return refused(settlePayout(operator, input), "invalid-state");
    expect((await settlePayout(operator, input)).repeated).toBe(seen.outcome !== undefined);
    if (seen.outcome) return;
    seen.outcome = outcome;
    if (outcome === "sent") return;
    model.balance += seen.amount;
    model.collect();
  });

/** After every step: the same figures, and no invariant broken. */
const watched = (step: Step): Step => ({
  check: step.check,
  toString: step.toString,
  async run(model, real) {
    await step.run(model, real);
    const { posted, unsettled, owed, payable } = await getWallet(real.root);
    expect([posted, unsettled, owed, payable]).toEqual([model.balance, model.unsettled, model.owed, model.payable]);
    expect(await reconcileLedger(real.inside)).toEqual([]);
  },
});

it("keeps its books like exact arithmetic does, whatever comes in whatever order", async () => {
  const amount = fc.bigInt(1n, 50_000_000n);
  const slip = fc.integer({ min: 1, max: 4 });
  const name = fc.constantFrom("", "ada", "bob");
  const fee = await buildPrice({ recurring: true, units: "1", tiers: [{ upTo: null, price: "0.000001" }] });
  const steps = [
    fc.tuple(amount, slip).map(([a, s]) => watched(topUp(a, s))),
    slip.map((s) => watched(reverse(s))),
    fc
      .tuple(
        name,
        fc.bigInt(-20_000_000n, 40_000_000n).filter((a) => a !== 0n),
      )
      .map(([n, a]) => watched(charge(n, a))),
    fc.constant(watched(settle)),
    fc.tuple(name, amount).map(([n, a]) => watched(give(n, a))),
    fc.constant(watched(chargeFees)),
    fc.bigInt(0n, 30_000_000n).map((a) => watched(overdraft(a))),
    fc.tuple(fc.bigInt(1n, 20_000_000n), slip).map(([a, s]) => watched(payOut(a, s))),
    fc.tuple(slip, fc.constantFrom("sent" as const, "returned" as const)).map(([s, o]) => watched(settleOne(s, o))),
  ];
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 30, size: "max" }), async (commands) => {
      const root = { ...(await buildAccount()), authorityEpoch: null };
      for (const sub of ["ada", "bob"]) await buildSubAccount(root, { name: sub });
      const inside = enterAccount(operator, { ...root.account, accountId: root.accountId });
      await fc.asyncModelRun(() => ({ model: new Model(), real: { root, inside, fee } }), commands);
    }),
    { numRuns: 12, endOnFailure: false },
  );
});
