import "server-only";
import type { PriceView } from "./presenter";
import { comesTooLate, pricePerUnit } from "./rules";
import type { PriceBook } from "./schema";

export interface VersionVerdict {
  code: string;
  currency: string;
  validFrom: Date;
  verdict: "new" | "known" | "past" | "not-exact";
}

/** What importing a book would do with each of its versions; the import itself refuses in the same words. */
export function judgePriceBook(book: PriceBook, known: readonly PriceView[], now: Date): VersionVerdict[] {
  const all = book.services.flatMap(({ skus }) => skus.flatMap((sku) => sku.prices.map((price) => ({ sku, price }))));
  return all.flatMap(({ sku, price }) => {
    const versions = known.find(({ code }) => code === price.code)?.versions ?? [];
    return price.versions.map(({ currency, validFrom, tiers }) => {
      const ofCurrency = versions.filter((version) => version.currency === currency);
      const isKnown = ofCurrency.some((version) => version.validFrom.getTime() === validFrom.getTime());
      const isLate = comesTooLate(validFrom, ofCurrency, now);
      const isExact = tiers.every((tier) => pricePerUnit(tier.price, sku.unitsPerPriceUnit) !== undefined);
      const verdict = isKnown ? "known" : isLate ? "past" : isExact ? "new" : "not-exact";
      return { code: price.code, currency, validFrom, verdict };
    });
  });
}
