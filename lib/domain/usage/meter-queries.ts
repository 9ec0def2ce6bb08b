import "server-only";
import { gte, isNull, sql } from "drizzle-orm";
import { quarantinedEvents, usageEvents } from "@/db/schema/usage-events";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { PriceView } from "@/lib/domain/prices/presenter";
import { listPrices } from "@/lib/domain/prices/queries";
import { withPlatformRead } from "@/lib/foundation/transaction";

const hourMs = 3_600_000;
/** Further back nothing is added up: the events of a day lie together, those of 60 do not. */
const hoursBack = 24;

interface Flow {
  /** Events of the last day, by when they were consumed. */
  events: number;
  /** Of these, told within the last hour. */
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

/** What services measure and how much of it comes in, by meter and by source; meters that only quarantine knows as well. */
export async function listMeters(platform: PlatformContext): Promise<{ meters: MeterView[]; sources: SourceView[] }> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  const prices = await listPrices(platform);
  const { now } = allowed;
  const since = new Date(now.getTime() - hoursBack * hourMs);
  const lastHour = new Date(now.getTime() - hourMs).toISOString();
  const [flows, waiting] = await withPlatformRead(allowed, async (tx) => [
    await tx
      .select({
        meter: sql<string | null>`${usageEvents.meter}`,
        source: sql<string | null>`${usageEvents.source}`,
        events: sql<number>`count(*)::int`,
        lastHour: sql<number>`(count(*) filter (where ${usageEvents.ingestedAt} >= ${lastHour}::timestamptz))::int`,
        lastAt: sql<Date>`max(${usageEvents.endAt})`.mapWith((text: string) => new Date(text)),
        lagSeconds: sql<number>`round(extract(epoch from avg(greatest(${usageEvents.ingestedAt} - ${usageEvents.endAt}, interval '0'))))::int`,
      })
      .from(usageEvents)
      .where(gte(usageEvents.startAt, since))
      .groupBy(sql`grouping sets ((${usageEvents.meter}), (${usageEvents.source}))`),
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
