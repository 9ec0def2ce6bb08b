import "server-only";
import { and, asc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { chargeReversals, charges } from "@/db/schema/charges";
import { billingServices, prices, skuPrices, skus } from "@/db/schema/price-book";
import { billedResources, usageEvents } from "@/db/schema/usage-events";
import { type Allowed, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { readNames, readTerms } from "@/lib/domain/spend/lookups";
import { monthOf, periodOf, wordsOf } from "@/lib/domain/spend/presenter";
import { nextMonth } from "@/lib/domain/spend/rules";
import { Month } from "@/lib/domain/spend/schema";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { chargeColumns, presentChargeRow } from "./lookups";
import type { ChargeView, UsageBehind } from "./presenter";

const usageShown = 50;

/** One charge and what made it. Throws `not-found` for one that is not there, or not the caller's to see. */
export async function getCharge(ctx: Context, { month, id }: { month: string; id: string }): Promise<ChargeView> {
  const allowed = authorizeWidest(ctx, "bss:DescribeSpend");
  const { accountId, scope } = allowed;
  if (!Month.safeParse(month).success || !/^\d{1,18}$/.test(id)) throw new DomainError("not-found", "charge");
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const exact = (price: typeof charges.unitPrice) =>
      sql<string | null>`trim_scale(${charges.quantity} * ${price})::text`;
    const plain = (price: typeof charges.unitPrice) => sql<string | null>`trim_scale(${price})::text`;
    const [row] = await tx
      .select({
        ...chargeColumns,
        serviceCode: billingServices.code,
        serviceEn: billingServices.nameEn,
        serviceZh: billingServices.nameZh,
        meter: skus.meter,
        pricingUnit: skus.pricingUnit,
        listUnitPrice: plain(charges.listUnitPrice),
        unitPrice: plain(charges.unitPrice),
        exactCost: exact(charges.unitPrice),
        exactList: exact(charges.listUnitPrice),
        priceId: charges.priceId,
        priceValidFrom: prices.validFrom,
        tiers: prices.tiers,
        tierScope: skuPrices.tierScope,
        events: charges.events,
        settlementNo: charges.settlementNo,
        ratedAt: charges.ratedAt,
      })
      .from(charges)
      .leftJoin(skuPrices, eq(skuPrices.id, charges.skuPriceId))
      .leftJoin(skus, eq(skus.code, skuPrices.skuCode))
      .leftJoin(billingServices, eq(billingServices.code, skus.serviceCode))
      .leftJoin(prices, eq(prices.id, charges.priceId))
      .leftJoin(
        billedResources,
        and(eq(billedResources.accountId, charges.accountId), eq(billedResources.id, charges.resourceId)),
      )
      .where(
        and(
          eq(charges.accountId, accountId),
          eq(charges.period, periodOf(month)),
          eq(charges.id, BigInt(id)),
          scope.kind === "sub-account" ? eq(charges.subAccountId, scope.subAccountId) : undefined,
        ),
      );
    if (!row) throw new DomainError("not-found", "charge");
    const { serviceEn, serviceZh, serviceCode, tiers, settlementNo, ...rest } = row;
    const found = await usageBehind(tx, allowed, row);
    return {
      ...presentChargeRow(row, await readNames(tx, allowed, [row.subAccountId ?? ""])),
      ...{ terms, serviceCode, service: wordsOf(serviceEn, serviceZh), settlementNo: settlementNo.toString() },
      meter: rest.meter,
      pricingUnit: rest.pricingUnit,
      listUnitPrice: rest.listUnitPrice,
      unitPrice: rest.unitPrice,
      exactCost: rest.exactCost,
      exactList: rest.exactList,
      priceId: rest.priceId,
      priceValidFrom: rest.priceValidFrom,
      tiers: tiers ?? [],
      tierScope: rest.tierScope,
      events: rest.events,
      ratedAt: rest.ratedAt,
      reversal: await findReversal(tx, allowed, { month, id }),
      usage: found.slice(0, usageShown),
      moreUsage: found.length > usageShown,
    };
  });
}

type Behind = Pick<typeof charges.$inferSelect, "subAccountId" | "startAt" | "endAt" | "events"> & {
  meter: string | null;
  resource: string | null;
};

/** The facts that the rater put together: same meter and resource, inside the charge's own span. Old ones are gone. */
async function usageBehind(tx: Tx, { accountId }: Allowed, charge: Behind): Promise<UsageBehind[]> {
  const { subAccountId, meter, resource, startAt, endAt, events } = charge;
  if (!subAccountId || !meter || events === null) return [];
  const rows = await tx
    .select({
      id: usageEvents.eventId,
      source: usageEvents.source,
      startAt: usageEvents.startAt,
      endAt: usageEvents.endAt,
      value: sql<string>`trim_scale(${usageEvents.value})::text`,
      ingestedAt: usageEvents.ingestedAt,
    })
    .from(usageEvents)
    .where(
      and(
        eq(usageEvents.accountId, accountId),
        eq(usageEvents.subAccountId, subAccountId),
        gte(usageEvents.startAt, startAt),
        lte(usageEvents.startAt, endAt),
        lte(usageEvents.endAt, endAt),
        eq(usageEvents.meter, meter),
        eq(usageEvents.subject, resource ?? ""),
      ),
    )
    .orderBy(asc(usageEvents.startAt))
    .limit(usageShown + 1);
  return rows;
}

async function findReversal(tx: Tx, { accountId, scope, now }: Allowed, { month, id }: { month: string; id: string }) {
  if (scope.kind === "sub-account") return null;
  const [row] = await tx
    .select({ id: sql<string>`${chargeReversals.reversalId}::text`, period: charges.period })
    .from(chargeReversals)
    .innerJoin(
      charges,
      and(eq(charges.accountId, chargeReversals.accountId), eq(charges.id, chargeReversals.reversalId)),
    )
    .where(
      and(
        eq(chargeReversals.accountId, accountId),
        eq(chargeReversals.period, periodOf(month)),
        eq(chargeReversals.chargeId, BigInt(id)),
        // Month by month, each by its key: a closed month is corrected on a later bill.
        inArray(charges.period, monthsFrom(month, now)),
      ),
    );
  return row ? { id: row.id, month: monthOf(row.period) } : null;
}

function monthsFrom(first: string, now: Date): string[] {
  const last = nextMonth(now.toISOString().slice(0, 7));
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(periodOf(month));
  return months;
}
