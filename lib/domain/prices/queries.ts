import "server-only";
import { asc, desc, eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { billingServices, contractPrices, prices, skuPrices, skus } from "@/db/schema/price-book";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";
import { type PriceView, presentPrice } from "./presenter";

/** Every price of the book with all its versions, by service and SKU. */
export async function listPrices(platform: PlatformContext): Promise<PriceView[]> {
  const allowed = authorizePlatform(platform, "platform:ListPrices");
  return withPlatformRead(allowed, async (tx) => {
    const rows = await tx
      .select({
        code: skuPrices.code,
        skuPriceId: skuPrices.id,
        selector: skuPrices.selector,
        tierScope: skuPrices.tierScope,
        skuCode: skus.code,
        nameEn: skus.nameEn,
        nameZh: skus.nameZh,
        meter: skus.meter,
        consumedUnit: skus.consumedUnit,
        pricingUnit: skus.pricingUnit,
        recurring: skus.recurring,
        category: billingServices.category,
        subcategory: billingServices.subcategory,
        unitsPerPriceUnit: sql<string>`trim_scale(${skus.unitsPerPriceUnit})::text`,
        serviceCode: billingServices.code,
        serviceNameEn: billingServices.nameEn,
        serviceNameZh: billingServices.nameZh,
      })
      .from(skuPrices)
      .innerJoin(skus, eq(skus.code, skuPrices.skuCode))
      .innerJoin(billingServices, eq(billingServices.code, skus.serviceCode))
      .orderBy(asc(billingServices.code), asc(skus.code), asc(skuPrices.code));
    const versions = await tx.select().from(prices).orderBy(asc(prices.validFrom));
    return rows.map((row) =>
      presentPrice(
        row,
        versions.filter(({ skuPriceId }) => skuPriceId === row.skuPriceId),
      ),
    );
  });
}

export interface ContractPriceView {
  priceCode: string;
  validFrom: Date;
  discountBasisPoints: number;
  createdBy: string;
}

/** What one account pays less than the list, newest first. */
export async function listContractPrices(
  platform: PlatformContext,
  accountId: AccountId,
): Promise<ContractPriceView[]> {
  const allowed = authorizePlatform(platform, "platform:ListPrices");
  return withPlatformRead(allowed, (tx) =>
    tx
      .select({
        priceCode: skuPrices.code,
        validFrom: contractPrices.validFrom,
        discountBasisPoints: contractPrices.discountBasisPoints,
        createdBy: contractPrices.createdBy,
      })
      .from(contractPrices)
      .innerJoin(skuPrices, eq(skuPrices.id, contractPrices.skuPriceId))
      .where(eq(contractPrices.accountId, accountId))
      .orderBy(desc(contractPrices.validFrom)),
  );
}

export interface PriceContractView extends Omit<ContractPriceView, "priceCode"> {
  accountId: AccountId;
  accountName: string;
}

const contractsShown = 200;

/** Who pays less for one price, and since when: the newest of every account first by its name. */
export async function listContractsOfPrice(platform: PlatformContext, code: string): Promise<PriceContractView[]> {
  const allowed = authorizePlatform(platform, "platform:ListPrices");
  return withPlatformRead(allowed, (tx) =>
    tx
      .select({
        accountId: contractPrices.accountId,
        accountName: accounts.name,
        validFrom: contractPrices.validFrom,
        discountBasisPoints: contractPrices.discountBasisPoints,
        createdBy: contractPrices.createdBy,
      })
      .from(contractPrices)
      .innerJoin(skuPrices, eq(skuPrices.id, contractPrices.skuPriceId))
      .innerJoin(accounts, eq(accounts.accountId, contractPrices.accountId))
      .where(eq(skuPrices.code, code))
      .orderBy(asc(accounts.name), desc(contractPrices.validFrom))
      .limit(contractsShown),
  );
}
