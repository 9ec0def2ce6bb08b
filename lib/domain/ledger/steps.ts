import "server-only";
import { type SQL, sql } from "drizzle-orm";
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

/** A charge that nothing was metered for: negative is goodwill, positive a fee. It waits for the next settlement. */
export async function postAdjustment(
  tx: Tx,
  { subAccountId, amount, reason, now }: { subAccountId: string | null; amount: Micros; reason: string; now: Date },
): Promise<void> {
  await post(tx, sql`select billing.adjust(${subAccountId}, ${amount}, ${reason}, ${now.toISOString()})`);
}

/** Turns everything charged so far into transfers; undefined where nothing was owed. */
export async function postSettlement(tx: Tx, now: Date): Promise<string | undefined> {
  const [row] = await post<{ settlement: string | null }>(
    tx,
    sql`select billing.settle(${now.toISOString()}) as settlement`,
  );
  return row?.settlement ?? undefined;
}
