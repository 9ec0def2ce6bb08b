import "server-only";
import type { prices, skuPrices } from "@/db/schema/price-book";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";
import { priceScale, quantityScale } from "./rules";

export interface PriceView {
  code: string;
  selector: Record<string, string>;
  tierScope: (typeof skuPrices.$inferSelect)["tierScope"];
  skuCode: string;
  nameEn: string;
  nameZh: string;
  meter: string;
  consumedUnit: string;
  pricingUnit: string;
  unitsPerPriceUnit: string;
  /** Charged by the month: no usage has it. */
  recurring: boolean;
  category: string;
  subcategory: string;
  serviceCode: string;
  serviceNameEn: string;
  serviceNameZh: string;
  versions: PriceVersionView[];
}

interface PriceVersionView {
  id: number;
  currency: string;
  validFrom: Date;
  withdrawn: boolean;
  createdBy: string;
  /** In pricing units, as they were said. */
  tiers: { upTo: string | null; price: string }[];
}

type Row = Omit<PriceView, "versions">;

export function presentPrice(row: Row, versions: readonly (typeof prices.$inferSelect)[]): PriceView {
  const { code, selector, tierScope, skuCode, nameEn, nameZh, meter, consumedUnit, pricingUnit } = row;
  const { recurring } = row;
  const { serviceCode, serviceNameEn, serviceNameZh, unitsPerPriceUnit, category, subcategory } = row;
  const units = parseDecimal(unitsPerPriceUnit, quantityScale) ?? 1n;
  const perPricingUnit = (unitPrice: string) =>
    writeDecimal((parseDecimal(unitPrice, priceScale) ?? 0n) * units, priceScale + quantityScale);
  const inPricingUnits = (upTo: string) =>
    writeDecimal(((parseDecimal(upTo, quantityScale) ?? 0n) * 10n ** BigInt(quantityScale)) / units, quantityScale);
  return {
    ...{ code, selector, tierScope, skuCode, nameEn, nameZh, meter, consumedUnit, pricingUnit },
    ...{ serviceCode, serviceNameEn, serviceNameZh, unitsPerPriceUnit, category, subcategory },
    recurring,
    versions: versions.map(({ id, currency, validFrom, withdrawn, createdBy, tiers }) => ({
      ...{ id, currency, validFrom, withdrawn, createdBy },
      tiers: tiers.map(({ upTo, unitPrice }) => ({
        upTo: upTo === null ? null : inPricingUnits(upTo),
        price: perPricingUnit(unitPrice),
      })),
    })),
  };
}
