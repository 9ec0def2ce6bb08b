import "server-only";
import { stringify } from "csv-stringify/sync";
import type { PriceView } from "./presenter";
import { priceColumns } from "./read-price-file";
import type { PriceBook } from "./schema";

/** The book as a file that an import takes again. */
export function writePriceFile(prices: readonly PriceView[], format: "csv" | "json"): string {
  return format === "csv" ? writeCsv(prices) : writeJson(prices);
}

function writeJson(prices: readonly PriceView[]): string {
  const services = [...new Set(prices.map(({ serviceCode }) => serviceCode))].map((code) => {
    const own = prices.filter(({ serviceCode }) => serviceCode === code);
    const [first] = own;
    return {
      ...{ code, nameEn: first?.serviceNameEn, nameZh: first?.serviceNameZh },
      ...{ category: first?.category, subcategory: first?.subcategory },
      skus: [...new Set(own.map(({ skuCode }) => skuCode))].map((skuCode) => skuOf(skuCode, own)),
    };
  });
  return `${JSON.stringify({ services } satisfies { services: Loose[] }, null, 2)}\n`;
}

type Loose = Record<keyof PriceBook["services"][number], unknown>;

function skuOf(skuCode: string, prices: readonly PriceView[]) {
  const own = prices.filter((price) => price.skuCode === skuCode);
  const [first] = own;
  return {
    ...{ code: skuCode, nameEn: first?.nameEn, nameZh: first?.nameZh, meter: first?.meter },
    ...{ consumedUnit: first?.consumedUnit, pricingUnit: first?.pricingUnit },
    unitsPerPriceUnit: first?.unitsPerPriceUnit,
    recurring: first?.recurring,
    prices: own.map(({ code, selector, tierScope, versions }) => ({
      ...{ code, selector, tierScope },
      versions: versions.map(({ currency, validFrom, tiers }) => ({
        currency,
        validFrom: validFrom.toISOString(),
        tiers,
      })),
    })),
  };
}

/** A line for each version; with a mark of its encoding, for spreadsheets. */
function writeCsv(prices: readonly PriceView[]): string {
  const lines = prices.flatMap((price) =>
    price.versions.map(({ currency, validFrom, tiers }) => [
      ...[price.serviceCode, price.serviceNameEn, price.serviceNameZh, price.category, price.subcategory],
      ...[price.skuCode, price.nameEn, price.nameZh, price.meter, price.consumedUnit, price.pricingUnit],
      ...[
        price.unitsPerPriceUnit,
        price.recurring ? "yes" : "",
        price.code,
        JSON.stringify(price.selector),
        price.tierScope,
        currency,
      ],
      ...[validFrom.toISOString(), tiers.map(({ upTo, price: each }) => `${upTo ?? ""}:${each}`).join(";")],
    ]),
  );
  return `\uFEFF${stringify([[...priceColumns], ...lines], { record_delimiter: "\r\n", escape_formulas: true })}`;
}
