import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { type PriceTier, prices } from "@/db/schema/price-book";
import type { PlatformAllowed } from "@/lib/authorization/authorize";
import { quantityScale } from "@/lib/domain/prices/rules";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";
import { invalidField } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";
import { pricePerUnit } from "./rules";
import type { PriceBook } from "./schema";

type Version = PriceBook["services"][number]["skus"][number]["prices"][number]["versions"][number];

/**
 * A further version of a price. The first may begin at any hour, since nothing was priced by it; a later one begins
 * after the one before it and not in the past. Throws `invalid-input` naming the field.
 */
export async function addVersion(
  tx: Tx,
  allowed: PlatformAllowed,
  { skuPriceId, unitsPerPriceUnit }: { skuPriceId: number; unitsPerPriceUnit: string },
  { currency, validFrom, tiers }: Version,
): Promise<void> {
  const [newest] = await tx
    .select({ validFrom: prices.validFrom })
    .from(prices)
    .where(and(eq(prices.skuPriceId, skuPriceId), eq(prices.currency, currency)))
    .orderBy(desc(prices.validFrom))
    .limit(1);
  if (newest && (validFrom <= newest.validFrom || validFrom < allowed.now)) {
    throw invalidField("price", "validFrom", "priceInThePast");
  }
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
