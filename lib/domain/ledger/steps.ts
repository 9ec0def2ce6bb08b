import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { payoutOutcomes } from "@/db/schema/wallet-acts";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { serverError } from "@/lib/foundation/sql-errors";
import type { Tx } from "@/lib/foundation/transaction";
import { type Currency, minorDigits, refusalOf } from "./rules";

/** Calls a posting function; what it refuses is thrown in our words. */
export async function post<Row extends Record<string, unknown>>(tx: Tx, call: SQL): Promise<Row[]> {
  try {
    return (await tx.execute(call)) as unknown as Row[];
  } catch (cause) {
    const answer = serverError(cause);
    const refusal = answer?.code.startsWith("EB") ? refusalOf[answer.message] : undefined;
    if (!refusal) throw cause;
    const { code, noun, ...rest } = refusal;
    throw new DomainError(code, noun, { ...rest, cause });
  }
}

/** Opens the books of the account that has just come to be: its currency and time zone stay for ever. */
export async function openBooks(tx: Tx): Promise<void> {
  const { currency, timeZone } = env();
  await post(tx, sql`select billing.open_books(${currency}, ${minorDigits[currency as Currency]}, ${timeZone})`);
}

type PayoutOutcome = (typeof payoutOutcomes)[number];

interface TopUp {
  id: string;
  amount: Micros;
  reference: string;
  note: string;
  by: string;
  now: Date;
}

/** Credits the wallet, and pays what is owed from it. `repeated`: the reference was credited before, with this amount. */
export async function postTopUp(tx: Tx, topUp: TopUp): Promise<{ id: string; repeated: boolean }> {
  const { id, amount, reference, note, by, now } = topUp;
  const [row] = await post<{ id: string; repeated: boolean }>(
    tx,
    sql`select * from billing.top_up(${id}, ${amount}, ${reference}, ${note}, ${by}, ${now.toISOString()})`,
  );
  return { id: row?.id ?? id, repeated: row?.repeated ?? false };
}

/** Takes a credit back. What the wallet no longer has is owed by the account. */
export async function postTopUpReversal(
  tx: Tx,
  { id, topUpId, reason, by, now }: { id: string; topUpId: string; reason: string; by: string; now: Date },
): Promise<{ fromWallet: Micros; owed: Micros }> {
  const [row] = await post<{ from_wallet: string; owed: string }>(
    tx,
    sql`select * from billing.reverse_top_up(${id}, ${topUpId}, ${reason}, ${by}, ${now.toISOString()})`,
  );
  return { fromWallet: asMicros(BigInt(row?.from_wallet ?? 0)), owed: asMicros(BigInt(row?.owed ?? 0)) };
}

interface Act {
  amount: Micros;
  /** Counts once, for ever; empty: none was given. */
  reference: string;
  reason: string;
  by: string;
  now: Date;
}

/**
 * A charge that nothing was metered for: negative is goodwill, positive a fee. It waits for the next settlement.
 * False where the reference was told before, with the same content; with other content it throws `already-exists`.
 */
export async function postAdjustment(
  tx: Tx,
  { subAccountId, amount, reference, reason, by, now }: Act & { subAccountId: string | null },
): Promise<boolean> {
  const at = now.toISOString();
  return postOnce(
    tx,
    sql`select billing.adjust(${subAccountId}, ${amount}, ${reference}, ${reason}, ${by}, ${at}) as fresh`,
  );
}

interface Asked extends Act {
  kind: "goodwill" | "write-off";
  id: string;
  subAccountId: string | null;
  reasonCode: string;
  expiresAt: Date;
}

/** What waits for a second operator. `fresh` is false where the reference was told before, with the same content. */
export async function askApproval(
  tx: Tx,
  { kind, id, subAccountId, amount, reference, reasonCode, reason, by, now, expiresAt }: Asked,
): Promise<{ id: string; fresh: boolean }> {
  const [row] = await post<{ id: string; fresh: boolean }>(
    tx,
    sql`select * from billing.ask_approval(${kind}, ${id}, ${subAccountId}, ${amount}, ${reference}, ${reasonCode}, ${reason}, ${by},
      ${now.toISOString()}, ${expiresAt.toISOString()})`,
  );
  return { id: row?.id ?? id, fresh: row?.fresh ?? false };
}

/** Money that leaves the wallet and is to be paid back to the customer; false as above. Throws `insufficient-balance` on the amount. */
export async function postPayout(tx: Tx, { amount, reference, reason, by, now }: Act): Promise<boolean> {
  return postOnce(
    tx,
    sql`select billing.pay_out(${amount}, ${reference}, ${reason}, ${by}, ${now.toISOString()}) as fresh`,
  );
}

/** The bank sent a payout's money, or it came back to the wallet. False where that was told before; throws for the other. */
export async function postPayoutOutcome(
  tx: Tx,
  { reference, outcome, by, now }: Pick<Act, "reference" | "by" | "now"> & { outcome: PayoutOutcome },
): Promise<boolean> {
  return postOnce(
    tx,
    sql`select billing.settle_payout(${reference}, ${outcome}, ${by}, ${now.toISOString()}) as fresh`,
  );
}

async function postOnce(tx: Tx, call: SQL): Promise<boolean> {
  const [row] = await post<{ fresh: boolean }>(tx, call);
  return row?.fresh ?? false;
}

/** A new sub-account begins with the account's default limit, where there is one. */
export async function giveDefaultLimit(tx: Tx, subAccountId: string, now: Date): Promise<boolean> {
  return postOnce(tx, sql`select billing.give_default_limit(${subAccountId}, ${now.toISOString()}) as fresh`);
}

/** Turns everything charged so far into transfers; undefined where nothing was owed. */
export async function postSettlement(tx: Tx, now: Date): Promise<string | undefined> {
  const [row] = await post<{ settlement: string | null }>(
    tx,
    sql`select billing.settle(${now.toISOString()}) as settlement`,
  );
  return row?.settlement ?? undefined;
}
