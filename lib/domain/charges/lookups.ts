import "server-only";
import { and, eq, gte, isNull, lt, type SQL, sql } from "drizzle-orm";
import { charges } from "@/db/schema/charges";
import { skus } from "@/db/schema/price-book";
import { billedResources } from "@/db/schema/usage-events";
import { midnightOf } from "@/lib/domain/spend/lookups";
import { type ChargeRow, type MoneyTerms, monthOf, wordsOf } from "@/lib/domain/spend/presenter";
import { type ChargeFilter, ofNone } from "@/lib/domain/spend/schema";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";

export const chargeColumns = {
  period: charges.period,
  id: charges.id,
  subAccountId: charges.subAccountId,
  startAt: charges.startAt,
  endAt: charges.endAt,
  category: charges.category,
  correction: charges.correction,
  skuCode: skus.code,
  skuEn: skus.nameEn,
  skuZh: skus.nameZh,
  unit: skus.consumedUnit,
  resource: billedResources.arn,
  quantity: sql<string | null>`trim_scale(${charges.quantity})::text`,
  tier: charges.tier,
  cost: charges.effectiveCost,
  note: charges.note,
};

/** Of one SKU, one kind, or used on one day, whichever bill that is on; beside charges stands their SKU. */
export function narrowedTo(
  { sku, category, day }: Pick<ChargeFilter, "sku" | "category" | "day">,
  { timeZone }: Pick<MoneyTerms, "timeZone">,
): SQL | undefined {
  return and(
    sku === ofNone ? isNull(charges.skuPriceId) : sku ? eq(skus.code, sku) : undefined,
    category ? eq(charges.category, category) : undefined,
    day
      ? and(gte(charges.startAt, midnightOf(day, timeZone)), lt(charges.startAt, midnightOf(day, timeZone, 1)))
      : undefined,
  );
}

interface Row extends Omit<ChargeRow, "id" | "month" | "subAccountName" | "sku"> {
  period: string;
  id: bigint;
  subAccountId: SubAccountId | null;
  skuEn: string | null;
  skuZh: string | null;
  cost: Micros;
}

export function presentChargeRow(
  { period, id, subAccountId, skuEn, skuZh, startAt, endAt, ...row }: Row,
  names: ReadonlyMap<string, string>,
): ChargeRow {
  const { category, correction, skuCode, unit, resource, quantity, tier, cost, note } = row;
  return {
    ...{ startAt, endAt, category, correction, skuCode, unit, resource, quantity, tier, cost, note },
    month: monthOf(period),
    id: id.toString(),
    subAccountName: names.get(subAccountId ?? "") ?? "",
    sku: wordsOf(skuEn, skuZh),
  };
}
