import "server-only";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { chargeReversals, charges } from "@/db/schema/charges";
import { skuPrices, skus } from "@/db/schema/price-book";
import { reservedNames } from "@/db/schema/reserved-names";
import { billedResources } from "@/db/schema/usage-events";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { readTerms } from "@/lib/domain/spend/lookups";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import type { ChargeFilter } from "./correction-schema";
import { narrowedTo } from "./lookups";

export interface ChargeView {
  id: string;
  /** The bill it is on. */
  period: string;
  subAccountName: string | null;
  category: (typeof charges.$inferSelect)["category"];
  correction: boolean;
  skuNameEn: string | null;
  skuNameZh: string | null;
  consumedUnit: string | null;
  resource: string | null;
  startAt: Date;
  quantity: string | null;
  unitPrice: string | null;
  cost: Micros;
  note: string;
  /** The charge that takes it back. */
  reversedBy: string | null;
}

const reversalOf = sql<string | null>`(select ${chargeReversals.reversalId}::text from ${chargeReversals}
  where ${chargeReversals.accountId} = ${charges.accountId} and ${chargeReversals.period} = ${charges.period}
    and ${chargeReversals.chargeId} = ${charges.id})`;

function chargesOf(tx: Tx) {
  return tx
    .select({
      id: sql<string>`${charges.id}::text`,
      period: charges.period,
      subAccountName: reservedNames.name,
      category: charges.category,
      correction: charges.correction,
      skuNameEn: skus.nameEn,
      skuNameZh: skus.nameZh,
      consumedUnit: skus.consumedUnit,
      resource: billedResources.arn,
      startAt: charges.startAt,
      quantity: sql<string | null>`trim_scale(${charges.quantity})::text`,
      unitPrice: sql<string | null>`trim_scale(${charges.unitPrice})::text`,
      cost: charges.effectiveCost,
      note: charges.note,
      reversedBy: reversalOf,
    })
    .from(charges)
    .leftJoin(
      reservedNames,
      and(eq(reservedNames.accountId, charges.accountId), eq(reservedNames.subAccountId, charges.subAccountId)),
    )
    .leftJoin(skuPrices, eq(skuPrices.id, charges.skuPriceId))
    .leftJoin(skus, eq(skus.code, skuPrices.skuCode))
    .leftJoin(
      billedResources,
      and(eq(billedResources.accountId, charges.accountId), eq(billedResources.id, charges.resourceId)),
    );
}

const shown = 50;

/** The newest charges on one bill of an account, of one sub-account or of all, for the operator who corrects them. */
export async function listCharges(
  platform: PlatformContext,
  accountId: AccountId,
  filter: ChargeFilter,
): Promise<{ rows: ChargeView[]; next: string | undefined }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:CorrectCharge", walletResource(ctx));
  const { period, subAccount, before } = filter;
  const rows = await withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    return chargesOf(tx)
      .where(
        and(
          eq(charges.accountId, allowed.accountId),
          eq(charges.period, period),
          before ? lt(charges.id, BigInt(before)) : undefined,
          subAccount ? eq(reservedNames.name, subAccount) : undefined,
          narrowedTo(filter, terms),
        ),
      )
      .orderBy(desc(charges.id))
      .limit(shown + 1);
  });
  const page = rows.slice(0, shown);
  return { rows: page, next: rows.length > shown ? page.at(-1)?.id : undefined };
}

/** One charge. Throws `not-found`. */
export async function getCharge(
  platform: PlatformContext,
  accountId: AccountId,
  { period, id }: { period: string; id: string },
): Promise<ChargeView> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:CorrectCharge", walletResource(ctx));
  const [row] = await withReadTransaction(allowed, (tx) =>
    chargesOf(tx).where(
      and(eq(charges.accountId, allowed.accountId), eq(charges.period, period), eq(charges.id, BigInt(id))),
    ),
  );
  if (!row) throw new DomainError("not-found", "charge");
  return row;
}
