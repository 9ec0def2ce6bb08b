import "server-only";
import { eq } from "drizzle-orm";
import { type PriceTier, prices } from "@/db/schema/price-book";
import type { PlatformAllowed } from "@/lib/authorization/authorize";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";
import { invalidField } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";
import { comesTooLate, pricePerUnit, quantityScale } from "./rules";
import type { PriceBook } from "./schema";

type Known = readonly Pick<typeof prices.$inferSelect, "currency" | "validFrom">[];

/** The versions that a price has. */
export const readVersions = (tx: Tx, skuPriceId: number) =>
  tx.select().from(prices).where(eq(prices.skuPriceId, skuPriceId));

type Version = PriceBook["services"][number]["skus"][number]["prices"][number]["versions"][number];

/** A further version of a price, beside those it is `known` to have. Throws `invalid-input` naming the field. */
export async function addVersion(
  tx: Tx,
  allowed: PlatformAllowed,
  { skuPriceId, unitsPerPriceUnit, known }: { skuPriceId: number; unitsPerPriceUnit: string; known: Known },
  { currency, validFrom, tiers }: Version,
): Promise<void> {
  const ofCurrency = known.filter((version) => version.currency === currency);
  if (comesTooLate(validFrom, ofCurrency, allowed.now)) throw invalidField("price", "validFrom", "priceInThePast");
  await tx.insert(prices).values({
    skuPriceId,
    currency,
    validFrom,
    tiers: tiers.map((tier) => tierOf(tier, unitsPerPriceUnit)),
    createdBy: allowed.actor.name,
    createdAt: allowed.now,
  });
}

/** Said per pricing unit, kept per consumed unit: a price that has no exact one is refused. */
function tierOf({ upTo, price }: Version["tiers"][number], units: string): PriceTier {
  const unitPrice = pricePerUnit(price, units);
  if (unitPrice === undefined) throw invalidField("price", "price", "priceNotExact");
  if (upTo === null) return { upTo, unitPrice };
  const bound = (parseDecimal(upTo, 6) ?? 0n) * (parseDecimal(units, 6) ?? 0n);
  return { upTo: writeDecimal(bound, quantityScale), unitPrice };
}
