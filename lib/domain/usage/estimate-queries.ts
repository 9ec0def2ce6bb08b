import "server-only";
import { desc, eq, inArray } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { books } from "@/db/schema/books";
import { quarantinedEvents } from "@/db/schema/usage-events";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { readPriceBooks } from "@/lib/domain/prices/lookups";
import type { AccountId } from "@/lib/foundation/ids";
import { addMicros, type Micros } from "@/lib/foundation/money";
import { type Tx, withPlatformRead } from "@/lib/foundation/transaction";
import { type Estimate, estimateUsage } from "./estimate-rules";
import { matching, type QuarantinedView } from "./queries";
import type { QuarantineFilter } from "./schema";

interface Told {
  accountId: AccountId;
  event: Record<string, unknown>;
}

export interface EstimateIn extends Estimate {
  currency: string;
  minorDigits: number;
}

/** Prices of every group of events, each of one account, by three queries however many they are. */
async function estimate(tx: Tx, groups: readonly (readonly Told[])[]): Promise<EstimateIn[]> {
  const all = groups.flat();
  if (all.length === 0) return [];
  const ids = [...new Set(all.map(({ accountId }) => accountId))];
  const terms = await tx
    .select({ accountId: books.accountId, currency: books.currency, minorDigits: books.minorDigits })
    .from(books)
    .where(inArray(books.accountId, ids));
  const meters = new Set(all.map(({ event }) => event.type).filter((type) => typeof type === "string"));
  const bookOf = await readPriceBooks(tx, { accountIds: ids, meters: [...meters] });
  return groups.map((group) => {
    const of = terms.find(({ accountId }) => accountId === group[0]?.accountId);
    const { currency, minorDigits } = of ?? { currency: "XXX", minorDigits: 2 };
    const book = group[0] ? bookOf(group[0].accountId, currency) : [];
    return {
      ...{ currency, minorDigits },
      ...estimateUsage(
        group.map(({ event }) => event),
        book,
      ),
    };
  });
}

/** What each of these events would cost; those without a price are not in it. */
export async function estimateEach(
  platform: PlatformContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, EstimateIn>> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  if (ids.length === 0) return new Map();
  return withPlatformRead(allowed, async (tx) => {
    const told = await tx
      .select({ id: quarantinedEvents.id, accountId: quarantinedEvents.accountId, event: quarantinedEvents.event })
      .from(quarantinedEvents)
      .where(inArray(quarantinedEvents.id, [...ids]));
    const estimates = await estimate(
      tx,
      told.map((one) => [one]),
    );
    return new Map(
      told.flatMap(({ id }, index) => {
        const found = estimates[index];
        return found && found.unpriced === 0 ? [[id, found] as const] : [];
      }),
    );
  });
}

export interface WaitingSum {
  reason: QuarantinedView["reason"];
  /** By currency. */
  amounts: { currency: string; minorDigits: number; amount: Micros }[];
  /** Of the events that were looked at, those that no price is for. */
  unpriced: number;
  /** How many were looked at: the newest. */
  read: number;
}

const readAtOnce = 5_000;

/** What waits would cost, by reason: of every account or of one. */
export async function estimateWaiting(
  platform: PlatformContext,
  { account, month }: Pick<QuarantineFilter, "account" | "month">,
): Promise<WaitingSum[]> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  return withPlatformRead(allowed, async (tx) => {
    const told = await tx
      .select({
        accountId: quarantinedEvents.accountId,
        reason: quarantinedEvents.reason,
        event: quarantinedEvents.event,
      })
      .from(quarantinedEvents)
      .innerJoin(accounts, eq(accounts.accountId, quarantinedEvents.accountId))
      .where(matching({ show: "waiting", reason: "", account, month }))
      .orderBy(desc(quarantinedEvents.firstSeenAt), desc(quarantinedEvents.id))
      .limit(readAtOnce);
    const groups = [...Map.groupBy(told, ({ accountId, reason }) => `${accountId} ${reason}`).values()];
    const estimates = await estimate(tx, groups);
    const sums = new Map<string, WaitingSum>();
    for (const [index, group] of groups.entries()) {
      const [{ reason } = { reason: "no-price" as const }] = group;
      const { amount, unpriced, currency, minorDigits } = estimates[index] ?? {};
      const sum = sums.get(reason) ?? { reason, amounts: [], unpriced: 0, read: 0 };
      sum.unpriced += unpriced ?? 0;
      sum.read += group.length;
      if (amount !== undefined && currency && minorDigits !== undefined && unpriced !== group.length) {
        const same = sum.amounts.find((one) => one.currency === currency);
        if (same) same.amount = addMicros(same.amount, amount);
        else sum.amounts.push({ currency, minorDigits, amount });
      }
      sums.set(reason, sum);
    }
    return [...sums.values()];
  });
}
