import "server-only";
import { and, eq, isNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { limitUsages, spendLimits } from "@/db/schema/spend-limits";
import type { Allowed } from "@/lib/authorization/authorize";
import { readWallet } from "@/lib/domain/wallet/lookups";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { plainArray } from "@/lib/foundation/text-array";
import type { Tx } from "@/lib/foundation/transaction";
import { judgeSpend, type SpendVerdict } from "./rules";

const dateOrNone = (value: string | null) => (value === null ? null : new Date(value));

/** Limits with what their current window has spent; the caller adds whose. */
export function readLimits(tx: Tx, { accountId, now }: Allowed, whose: SQL | undefined) {
  return limitsWhere(tx, { accountId, now: now.toISOString() }, whose);
}

interface Asked {
  accountId: AccountId | Placeholder;
  now: string | Placeholder;
}

function limitsWhere(tx: Tx, { accountId, now }: Asked, whose: SQL | undefined) {
  const start = sql`billing.window_start(${spendLimits.per}, ${now}::timestamptz, ${books.timeZone})`;
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

const selectLimitsOf = prepareOnce((tx) =>
  limitsWhere(
    tx,
    { accountId: sql.placeholder("accountId"), now: sql.placeholder("now") },
    or(isNull(spendLimits.subAccountId), sql`${spendLimits.subAccountId} = any (${sql.placeholder("asked")}::uuid[])`),
  ).prepare("limits"),
);

/**
 * Whether what costs may begin now for each of these sub-accounts, or (null) the root user, in their order: read from the
 * counted rows, nothing is cached. However many are asked about, the statements are two.
 */
export async function readSpendVerdicts(
  tx: Tx,
  allowed: Allowed,
  subAccountIds: readonly (SubAccountId | null)[],
): Promise<SpendVerdict[]> {
  const asked = [...new Set(subAccountIds)].filter((id) => id !== null);
  const { accountId, now } = allowed;
  const [limits, { available, overdraft, state }] = await Promise.all([
    selectLimitsOf(tx, { accountId, now: now.toISOString(), asked: plainArray(asked) }),
    readWallet(tx, allowed),
  ]);
  const counted = limits.map((limit) => ({
    ...limit,
    ofAccount: limit.subAccountId === null,
    asks: isAsking(limit),
  }));
  return subAccountIds.map((id) =>
    judgeSpend({
      limits: counted.filter(({ ofAccount, subAccountId }) => ofAccount || subAccountId === id),
      spendable: asMicros(available + overdraft),
      walletState: state,
    }),
  );
}
