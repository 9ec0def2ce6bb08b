import "server-only";
import { and, asc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { ratingCarries } from "@/db/schema/charges";
import { billedResources, usageEvents } from "@/db/schema/usage-events";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { readPriceBook } from "@/lib/domain/prices/lookups";
import {
  type BookPrice,
  type RatableEvent,
  type RatedRow,
  rateUsage,
  type TierState,
} from "@/lib/domain/prices/rate-usage";
import type { AccountId } from "@/lib/foundation/ids";
import { plainArray, textArray } from "@/lib/foundation/text-array";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { firstPace } from "./rules";

interface Cursor extends Record<string, unknown> {
  rated_to: string;
  bound: string;
  currency: string;
  time_zone: string;
}

/**
 * Prices and charges the account's next usage, exactly once: the cursor moves in the transaction of the charges, and
 * the books are held from its reading on. Returns how many events were taken.
 */
export async function rateAccount(
  platform: PlatformContext,
  accountId: AccountId,
  { events: atMost } = firstPace(),
): Promise<number> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RateUsage", usageResource(ctx));
  return withTransaction(allowed, async (tx) => {
    const [cursor] = await post<Cursor>(tx, sql`select * from billing.begin_rating()`);
    if (!cursor) return 0;
    const { events, upTo } = await nextEvents(tx, allowed, cursor, atMost);
    if (events.length === 0) return 0;
    const book = await readPriceBook(tx, allowed, {
      currency: cursor.currency,
      meters: events.map(({ meter }) => meter),
    });
    const { rows, unpriced } = rateUsage(events, book, await readTierState(tx, allowed, book, events));
    if (unpriced.length > 0) await setAside(tx, allowed, unpriced);
    await recordCharges(tx, allowed, rows, { from: cursor.rated_to, to: upTo });
    await noteFlows(tx, events);
    return events.length;
  });
}

type StoredEvent = RatableEvent & { source: string; ingestedAt: Date; xid: string };

/** Whole transactions only, all of them finished: a serial number would skip the rows of one that commits late. */
async function nextEvents(tx: Tx, { accountId }: Allowed, cursor: Cursor, atMost: number) {
  const found: StoredEvent[] = await tx
    .select({
      dedupeKey: usageEvents.dedupeKey,
      subAccountId: usageEvents.subAccountId,
      source: usageEvents.source,
      meter: usageEvents.meter,
      startAt: usageEvents.startAt,
      endAt: usageEvents.endAt,
      day: sql<string>`(${usageEvents.startAt} at time zone ${cursor.time_zone})::date::text`,
      value: sql<string>`trim_scale(${usageEvents.value})::text`,
      subject: usageEvents.subject,
      dims: usageEvents.dims,
      ingestedAt: usageEvents.ingestedAt,
      xid: sql<string>`${usageEvents.ingestXid}::text`,
    })
    .from(usageEvents)
    .where(
      and(
        eq(usageEvents.accountId, accountId),
        gt(usageEvents.ingestXid, cursor.rated_to),
        lt(usageEvents.ingestXid, cursor.bound),
      ),
    )
    .orderBy(asc(usageEvents.ingestXid))
    .limit(atMost);
  const last = found.at(-1)?.xid ?? cursor.rated_to;
  const whole = found.filter(({ xid }) => xid !== last);
  const events = found.length < atMost || whole.length === 0 ? found : whole;
  return { events, upTo: events.at(-1)?.xid ?? cursor.rated_to };
}

/** How much of their month the tiered keys among these events have used before. */
async function readTierState(
  tx: Tx,
  { accountId }: Allowed,
  book: readonly BookPrice[],
  events: readonly RatableEvent[],
): Promise<TierState> {
  const tiered = book.filter(({ tierScope }) => tierScope !== "none").flatMap(({ versions }) => versions);
  if (tiered.length === 0) return () => "0";
  const months = [...new Set(events.map(({ day }) => `${day.slice(0, 7)}-01`))];
  const rows = await tx
    .select({
      subAccountId: ratingCarries.subAccountId,
      span: ratingCarries.span,
      priceId: ratingCarries.priceId,
      subject: sql<string>`coalesce(${billedResources.arn}, '')`,
      quantity: sql<string>`${ratingCarries.quantityTotal}::text`,
    })
    .from(ratingCarries)
    .leftJoin(
      billedResources,
      and(eq(billedResources.accountId, ratingCarries.accountId), eq(billedResources.id, ratingCarries.resourceId)),
    )
    .where(
      and(
        eq(ratingCarries.accountId, accountId),
        inArray(ratingCarries.span, months),
        inArray(
          ratingCarries.priceId,
          tiered.map(({ priceId }) => priceId),
        ),
      ),
    );
  const keyOf = (key: Parameters<TierState>[0]) => [key.subAccountId, key.span, key.priceId, key.subject].join("|");
  const used = new Map(rows.map((row) => [keyOf(row), row.quantity]));
  return (key) => used.get(keyOf(key)) ?? "0";
}

/** One list for each column, as the function takes them. */
async function recordCharges(
  tx: Tx,
  { now }: Allowed,
  rows: readonly RatedRow[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  const column = (read: (row: RatedRow) => string | number | boolean) => plainArray(rows.map(read));
  await post(
    tx,
    sql`select billing.record_charges(${from}, ${to}, ${now.toISOString()}, ${column(({ subAccountId }) => subAccountId)},
      ${column(({ skuPriceId }) => skuPriceId)}, ${column(({ priceId }) => priceId)}, ${column(({ tier }) => tier)},
      ${textArray(rows.map(({ subject }) => subject))}, ${column(({ pooled }) => pooled)}, ${column(({ span }) => span)},
      ${column(({ startAt }) => startAt.toISOString())}, ${column(({ endAt }) => endAt.toISOString())},
      ${column(({ quantity }) => quantity)}, ${column(({ listUnitPrice }) => listUnitPrice)},
      ${column(({ unitPrice }) => unitPrice)}, ${column(({ events }) => events)})`,
  );
}

/** What no price is for waits until one is; the other events of the account do not wait for it. */
async function setAside(tx: Tx, { now }: Allowed, unpriced: readonly RatableEvent[]): Promise<void> {
  const keys = JSON.stringify(unpriced.map(({ dedupeKey }) => dedupeKey));
  await post(tx, sql`select billing.set_aside_unpriced(${keys}::jsonb, ${now.toISOString()})`);
}

interface Flow {
  source: string;
  meter: string;
  hour: string;
  events: number;
  until: Date;
  lagSeconds: number;
}

const hourMs = 3_600_000;

/** What came in, by source, meter and the hour it was told in: charged, or waiting for a price where operators see it. */
async function noteFlows(tx: Tx, events: readonly StoredEvent[]): Promise<void> {
  const flows = new Map<string, Flow>();
  for (const { source, meter, endAt, ingestedAt } of events) {
    const hour = Math.floor(ingestedAt.getTime() / hourMs);
    const key = `${hour} ${meter} ${source}`;
    let flow = flows.get(key);
    if (!flow) {
      flow = { source, meter, hour: new Date(hour * hourMs).toISOString(), events: 0, until: endAt, lagSeconds: 0 };
      flows.set(key, flow);
    }
    flow.events += 1;
    if (endAt > flow.until) flow.until = endAt;
    flow.lagSeconds += Math.max(0, Math.round((ingestedAt.getTime() - endAt.getTime()) / 1_000));
  }
  const all = [...flows.values()];
  await post(
    tx,
    sql`select billing.note_flows(${textArray(all.map(({ source }) => source))}, ${textArray(all.map(({ meter }) => meter))},
      ${plainArray(all.map(({ hour }) => hour))}, ${plainArray(all.map((flow) => flow.events))},
      ${plainArray(all.map(({ until }) => until.toISOString()))}, ${plainArray(all.map(({ lagSeconds }) => lagSeconds))})`,
  );
}
