import "server-only";
import { and, eq } from "drizzle-orm";
import { billingServices, skuPrices, skus } from "@/db/schema/price-book";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withPlatformTransaction } from "@/lib/foundation/transaction";
import { areTied } from "./rules";
import type { PriceBook } from "./schema";
import { addVersion, readVersions } from "./steps";

/**
 * Adds what the book does not have yet: services, SKUs, prices, versions. What it has stays as it is, so that the same
 * file can be imported again. Throws `conflict` for two prices that some usage could both have.
 */
export async function importPriceBook(platform: PlatformContext, book: PriceBook): Promise<{ versions: number }> {
  const allowed = authorizePlatform(platform, "platform:SetPrice");
  return withPlatformTransaction(allowed, async (tx) => {
    let versions = 0;
    for (const { skus: ofService, ...service } of book.services) {
      await tx.insert(billingServices).values(service).onConflictDoNothing();
      for (const sku of ofService) versions += await importSku(tx, allowed, service.code, sku);
    }
    await recordPlatformAudit(tx, allowed, {
      action: "platform:SetPrice",
      resource: "price-book",
      after: { versions },
    });
    return { versions };
  });
}

type Sku = PriceBook["services"][number]["skus"][number];

async function importSku(
  tx: Tx,
  allowed: PlatformAllowed,
  serviceCode: string,
  { prices: ofSku, ...sku }: Sku,
): Promise<number> {
  await tx
    .insert(skus)
    .values({ ...sku, serviceCode })
    .onConflictDoNothing();
  let count = 0;
  for (const { code, selector, tierScope, versions } of ofSku) {
    if (!sku.recurring) await requireUntied(tx, sku.meter, code, selector);
    await tx.insert(skuPrices).values({ skuCode: sku.code, code, selector, tierScope }).onConflictDoNothing();
    const [row] = await tx.select({ id: skuPrices.id }).from(skuPrices).where(eq(skuPrices.code, code));
    if (!row) throw new DomainError("not-found", "price");
    const known = await readVersions(tx, row.id);
    for (const version of versions) {
      const isKnown = known.some(
        ({ currency, validFrom }) =>
          currency === version.currency && validFrom.getTime() === version.validFrom.getTime(),
      );
      if (isKnown) continue;
      await addVersion(tx, allowed, { skuPriceId: row.id, unitsPerPriceUnit: sku.unitsPerPriceUnit, known }, version);
      count += 1;
    }
  }
  return count;
}

async function requireUntied(tx: Tx, meter: string, code: string, selector: Record<string, string>): Promise<void> {
  const others = await tx
    .select({ code: skuPrices.code, selector: skuPrices.selector })
    .from(skuPrices)
    .innerJoin(skus, eq(skus.code, skuPrices.skuCode))
    .where(and(eq(skus.meter, meter), eq(skus.recurring, false)));
  const tied = others.find((other) => other.code !== code && areTied(other.selector, selector));
  if (tied) throw new DomainError("conflict", "price", { reason: "pricesTied", details: { other: tied.code } });
}
