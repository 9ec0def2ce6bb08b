import "server-only";
import { sql } from "drizzle-orm";
import { charges } from "@/db/schema/charges";
import { skus } from "@/db/schema/price-book";
import { billedResources } from "@/db/schema/usage-events";
import { type ChargeRow, monthOf, wordsOf } from "@/lib/domain/spend/presenter";
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
