import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { contractPrices, prices, skuPrices, skus } from "@/db/schema/price-book";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Currency } from "@/lib/domain/ledger/rules";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { BookPrice } from "./rate-usage";

/** Every price, in every version, that usage of these meters may have, with the account's own discounts. */
export async function readPriceBook(
  tx: Tx,
  { accountId }: Allowed,
  { currency, meters }: { currency: string; meters: readonly string[] },
): Promise<BookPrice[]> {
  return (await readPriceBooks(tx, { accountIds: [accountId], meters, currency }))(accountId, currency);
}

/** The same for several accounts at once; without `currency` in whichever each of them has. */
export async function readPriceBooks(
  tx: Tx,
  { accountIds, meters, currency }: { accountIds: readonly AccountId[]; meters: readonly string[]; currency?: string },
): Promise<(accountId: AccountId, currency: string) => BookPrice[]> {
  const found = await tx
    .select({
      skuPriceId: skuPrices.id,
      meter: skus.meter,
      selector: skuPrices.selector,
      tierScope: skuPrices.tierScope,
    })
    .from(skuPrices)
    .innerJoin(skus, eq(skus.code, skuPrices.skuCode))
    .where(and(inArray(skus.meter, [...new Set(meters)]), eq(skus.recurring, false)));
  if (found.length === 0) return () => [];
  const ids = found.map(({ skuPriceId }) => skuPriceId);
  const versions = await tx
    .select()
    .from(prices)
    .where(
      and(
        inArray(prices.skuPriceId, ids),
        currency === undefined ? undefined : eq(prices.currency, currency as Currency),
      ),
    )
    .orderBy(asc(prices.validFrom));
  const contracts = await tx
    .select()
    .from(contractPrices)
    .where(and(inArray(contractPrices.accountId, [...accountIds]), inArray(contractPrices.skuPriceId, ids)))
    .orderBy(asc(contractPrices.validFrom));
  return (accountId, of) =>
    found.map((price) => ({
      ...price,
      versions: versions
        .filter((version) => version.skuPriceId === price.skuPriceId && version.currency === of)
        .map(({ id, validFrom, tiers, withdrawn }) => ({ priceId: id, validFrom, tiers, withdrawn })),
      contract: contracts.filter((one) => one.skuPriceId === price.skuPriceId && one.accountId === accountId),
    }));
}

/** A price by its code, with the unit it is said in. Throws `not-found` on the field. */
export async function findSkuPrice(tx: Tx, code: string): Promise<{ skuPriceId: number; unitsPerPriceUnit: string }> {
  const [row] = await tx
    .select({ skuPriceId: skuPrices.id, unitsPerPriceUnit: sql<string>`trim_scale(${skus.unitsPerPriceUnit})::text` })
    .from(skuPrices)
    .innerJoin(skus, eq(skus.code, skuPrices.skuCode))
    .where(eq(skuPrices.code, code));
  if (!row) throw new DomainError("not-found", "price", { reason: "unknownPrice", details: { field: "priceCode" } });
  return row;
}
