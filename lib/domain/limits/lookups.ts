import "server-only";
import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { limitUsages, spendLimits } from "@/db/schema/spend-limits";
import type { Allowed } from "@/lib/authorization/authorize";
import { readWallet } from "@/lib/domain/wallet/lookups";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros } from "@/lib/foundation/money";
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
      stops: spendLimits.stops,
      windowStart: sql<string>`${start}::text`,
      startsAt: sql<Date | null>`nullif(${start}, '-infinity')`.mapWith(dateOrNone),
      foretold: limitUsages.foretold,
      spent: sql<string>`coalesce(${limitUsages.spent}, 0)::text`,
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
    limits: limits.map(({ subAccountId: owner, per, hard, spent, resetsAt }) => ({
      ofAccount: owner === null,
      ...{ per, hard, resetsAt },
      spent: asMicros(BigInt(spent)),
    })),
    spendable: asMicros(available + overdraft),
    walletState: state,
  });
}
