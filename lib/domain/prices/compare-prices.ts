import "server-only";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";
import { priceScale } from "./rules";

/** How much a price changes, in per cent with one decimal; undefined where there was none, or the new one is no price. */
export function comparePrices(before: string | undefined, after: string): string | undefined {
  const [was, is] = [before && parseDecimal(before, priceScale), parseDecimal(after.trim(), priceScale)];
  if (typeof was !== "bigint" || is === undefined || was === 0n) return undefined;
  const perMille = ((is - was) * 1000n) / was;
  return `${perMille > 0n ? "+" : ""}${writeDecimal(perMille, 1).replace("-", "\u2212")}`;
}
