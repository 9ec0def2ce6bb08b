import "server-only";
import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { limitUsages, spendLimits } from "@/db/schema/spend-limits";
import type { Allowed } from "@/lib/authorization/authorize";
import { readWallet } from "@/lib/domain/wallet/lookups";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { judgeSpend, type SpendVerdict } from "./rules";

const dateOrNone = (value: string | null) => (value === null ? null : new Date(value));

/** Limits with what their current window has spent; the caller adds whose. */
export function readLimits(tx: Tx, { accountId, now }: Allowed, whose: SQL | undefined) {
  const start = sql`billing.window_start(${spendLimits.per}, ${now.toISOString()}::timestamptz, ${books.timeZone})`;
  const length = sql`case ${spendLimits.per} when 'hour' then interval '1 hour' when 'day' then interval '1 day'
    when 'week' then interval '7 days' when 'month' then interval '1 month' end`;
  // Added in local time: a day of the clock change has 23 or 25 hours.
  const end = sql<Date | null>`case when ${spendLimits.per} = 'hour' then ${start} + interval '1 hour'
    when ${spendLimits.per} <> 'lifetime' then ((${start} at time zone ${books.timeZone}) + ${length}) at time zone ${books.timeZone} end`;
  return tx
    .select({
      id: spendLimits.id,
      subAccountId: spendLimits.subAccountId,
      per: spendLimits.per,
      soft: spendLimits.soft,
      hard: spendLimits.hard,
      onSoft: spendLimits.onSoft,
      stops: spendLimits.stops,
      windowStart: sql<string>`${start}::text`,
      startsAt: sql<Date | null>`nullif(${start}, '-infinity')`.mapWith(dateOrNone),
      foretold: limitUsages.foretold,
      spent: sql<Micros>`coalesce(${limitUsages.spent}, 0)::text`.mapWith((text: string) => asMicros(BigInt(text))),
      approved: limitUsages.approved,
      resetsAt: end.mapWith(dateOrNone),
    })
    .from(spendLimits)
    .innerJoin(books, eq(books.accountId, spendLimits.accountId))
    .leftJoin(
      limitUsages,
      and(
        eq(limitUsages.accountId, spendLimits.accountId),
        eq(limitUsages.limitId, spendLimits.id),
        eq(limitUsages.windowStart, start),
      ),
    )
    .where(and(eq(spendLimits.accountId, accountId), whose));
}

export type CountedLimit = Awaited<ReturnType<typeof readLimits>>[number];

/** Whether new things that cost wait for an approval: the soft amount is reached, asks, and was not approved in this window. */
export function isAsking({
  onSoft,
  soft,
  spent,
  approved,
}: Pick<CountedLimit, "onSoft" | "soft" | "spent" | "approved">) {
  return onSoft === "ask" && soft !== null && spent >= soft && approved !== soft;
}

/** Whether what costs may begin for a sub-account, or (null) the root user, now: read from the counted rows, nothing is cached. */
export async function readSpendVerdict(
  tx: Tx,
  allowed: Allowed,
  subAccountId: SubAccountId | null,
): Promise<SpendVerdict> {
  const ofAccount = isNull(spendLimits.subAccountId);
  const whose = subAccountId === null ? ofAccount : or(ofAccount, eq(spendLimits.subAccountId, subAccountId));
  const asked = [readLimits(tx, allowed, whose), readWallet(tx, allowed)] as const;
  const [limits, { available, overdraft, state }] = await Promise.all(asked);
  return judgeSpend({
    limits: limits.map((limit) => ({ ...limit, ofAccount: limit.subAccountId === null, asks: isAsking(limit) })),
    spendable: asMicros(available + overdraft),
    walletState: state,
  });
}
