import "server-only";
import { isNull, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { quarantinedEvents, usageEvents, usageFlows } from "@/db/schema/usage-events";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { PriceView } from "@/lib/domain/prices/presenter";
import { listPrices } from "@/lib/domain/prices/queries";
import { lastFullHour } from "@/lib/domain/spend/rules";
import { withPlatformRead } from "@/lib/foundation/transaction";

interface Flow {
  /** Events told in this hour and the 23 before it. */
  events: number;
  /** Of these, told in the last hour that is over. */
  lastHour: number;
  lastAt: Date | null;
}

export interface MeterView extends Flow {
  meter: string;
  prices: PriceView[];
  /** No price of it is in effect now: its usage waits. */
  isUnpriced: boolean;
  /** Events that wait in quarantine. */
  waiting: number;
}

export interface SourceView extends Flow {
  source: string;
  /** From the end of what was measured to its being told, on average. */
  lagSeconds: number;
  waiting: number;
}

/** What the rater has taken, by hour, and what still waits for it: little, or the first thing to be seen here. */
const toldSince = (since: Date) => sql`(
  select source, meter, hour, events, used_until, lag_seconds from ${usageFlows} where hour >= ${since.toISOString()}::timestamptz
  union all
  select u.source, u.meter, date_trunc('hour', u.ingested_at, 'UTC'), 1, u.end_at,
    greatest(extract(epoch from u.ingested_at - u.end_at), 0)::bigint
  from ${books} b join ${usageEvents} u on u.account_id = b.account_id and u.ingest_xid > b.rated_to
  where u.ingested_at >= ${since.toISOString()}::timestamptz) told`;

/** What services measure and how much of it comes in, by meter and by source; meters that only quarantine knows as well. */
export async function listMeters(platform: PlatformContext): Promise<{ meters: MeterView[]; sources: SourceView[] }> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  const prices = (await listPrices(platform)).filter(({ recurring }) => !recurring);
  const { now } = allowed;
  const { from } = lastFullHour(now);
  const since = new Date(from.getTime() - 22 * 3_600_000);
  const [flows, waiting] = await withPlatformRead(allowed, async (tx) => [
    await tx
      .select({
        meter: sql<string | null>`told.meter`,
        source: sql<string | null>`told.source`,
        events: sql<number>`sum(told.events)::int`,
        lastHour: sql<number>`coalesce(sum(told.events) filter (where told.hour = ${from.toISOString()}::timestamptz), 0)::int`,
        lastAt: sql<Date>`max(told.used_until)`.mapWith((text: string) => new Date(text)),
        lagSeconds: sql<number>`round(sum(told.lag_seconds)::numeric / sum(told.events))::int`,
      })
      .from(toldSince(since))
      .groupBy(sql`grouping sets ((1), (2))`),
    await tx
      .select({
        meter: sql<
          string | null
        >`coalesce(${quarantinedEvents.event} ->> 'type', ${quarantinedEvents.event} ->> 'meter')`,
        source: sql<string | null>`${quarantinedEvents.event} ->> 'source'`,
        events: sql<number>`count(*)::int`,
      })
      .from(quarantinedEvents)
      .where(isNull(quarantinedEvents.resolvedAt))
      .groupBy(sql`grouping sets ((1), (2))`),
  ]);
  const flowOf = (by: "meter" | "source", name: string) => {
    const flow = flows.find((one) => one[by] === name);
    return {
      ...{ events: flow?.events ?? 0, lastHour: flow?.lastHour ?? 0, lastAt: flow?.lastAt ?? null },
      lagSeconds: flow?.lagSeconds ?? 0,
      waiting: waiting.find((one) => one[by] === name)?.events ?? 0,
    };
  };
  const namesOf = (by: "meter" | "source") => [...flows, ...waiting].flatMap((one) => one[by] ?? []);
  const sorted = (names: readonly string[]) => [...new Set(names)].toSorted();
  return {
    meters: sorted([...prices.map(({ meter }) => meter), ...namesOf("meter")]).map((meter) => {
      const own = prices.filter((price) => price.meter === meter);
      const isUnpriced = !own.some(({ versions }) => versions.some(({ validFrom }) => validFrom <= now));
      const { lagSeconds: _, ...flow } = flowOf("meter", meter);
      return { meter, prices: own, isUnpriced, ...flow };
    }),
    sources: sorted(namesOf("source")).map((source) => ({ source, ...flowOf("source", source) })),
  };
}
