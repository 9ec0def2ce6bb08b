import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { skuPrices, skus } from "@/db/schema/price-book";
import { feeCharges, recurringFees } from "@/db/schema/recurring-fees";
import { reservedNames } from "@/db/schema/reserved-names";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { readTerms } from "@/lib/domain/spend/lookups";
import { microsOf, monthOf } from "@/lib/domain/spend/presenter";
import type { AccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";

const due = (now: Date) =>
  sql`billing.fees_due(${books.accountId}, ${books.timeZone}, ${now.toISOString()}::timestamptz)`;

/** Accounts with a month of a fee that has begun and was not charged. */
export async function listAccountsWithFeesDue(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: books.accountId })
      .from(books)
      .where(sql`exists (select from ${due(allowed.now)})`),
  );
  return rows.map(({ accountId }) => accountId);
}

export interface FeeView {
  id: string;
  priceCode: string;
  nameEn: string;
  nameZh: string;
  unit: string;
  /** Empty: of the account itself. */
  subAccountName: string;
  quantity: string;
  firstMonth: string;
  lastMonth: string | null;
  note: string;
  givenBy: string;
  cancelledAt: Date | null;
  state: "coming" | "running" | "over";
  /** A month after the running one would be charged. */
  mayCancel: boolean;
  /** Months that have begun and were not charged: there is no money, a limit is reached, or no price. */
  waiting: number;
  charged: number;
  cost: Micros;
  /** The charge of its newest month. */
  newest: { bill: string; chargeId: string } | null;
}

/** What an account and its sub-accounts are charged every month, newest first, for operators. */
export async function listFees(
  platform: PlatformContext,
  accountId: AccountId,
): Promise<{ month: string; rows: FeeView[] }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:GiveFee", walletResource(ctx));
  const { now } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const { month } = await readTerms(tx, allowed);
    const rows = await tx
      .select({
        id: recurringFees.id,
        priceCode: skuPrices.code,
        nameEn: skus.nameEn,
        nameZh: skus.nameZh,
        unit: skus.consumedUnit,
        subAccountName: sql<string>`coalesce(${reservedNames.name}, '')`,
        quantity: sql<string>`trim_scale(${recurringFees.quantity})::text`,
        firstMonth: recurringFees.firstMonth,
        lastMonth: recurringFees.lastMonth,
        note: recurringFees.note,
        givenBy: recurringFees.givenBy,
        cancelledAt: recurringFees.cancelledAt,
        waiting: sql<number>`(select count(*)::int from ${due(now)} d where d.fee_id = ${recurringFees.id})`,
      })
      .from(recurringFees)
      .innerJoin(books, eq(books.accountId, recurringFees.accountId))
      .innerJoin(skuPrices, eq(skuPrices.id, recurringFees.skuPriceId))
      .innerJoin(skus, eq(skus.code, skuPrices.skuCode))
      .leftJoin(
        reservedNames,
        and(
          eq(reservedNames.accountId, recurringFees.accountId),
          eq(reservedNames.subAccountId, recurringFees.subAccountId),
        ),
      )
      .where(eq(recurringFees.accountId, accountId))
      .orderBy(desc(recurringFees.createdAt), desc(recurringFees.id));
    const charged = await tx
      .select()
      .from(feeCharges)
      .where(eq(feeCharges.accountId, accountId))
      .orderBy(feeCharges.month);
    const present = (row: (typeof rows)[number]): FeeView => {
      const own = charged.filter(({ feeId }) => feeId === row.id);
      const newest = own.at(-1);
      const isOver = row.lastMonth !== null && row.lastMonth < month;
      return {
        ...row,
        ...{ firstMonth: monthOf(row.firstMonth), lastMonth: row.lastMonth && monthOf(row.lastMonth) },
        state: isOver ? "over" : row.firstMonth > month ? "coming" : "running",
        charged: own.length,
        cost: microsOf(own.reduce((sum, { cost }) => sum + cost, 0n)),
        mayCancel: row.cancelledAt === null && (row.lastMonth === null || row.lastMonth > month),
        newest: newest ? { bill: newest.bill, chargeId: newest.chargeId.toString() } : null,
      };
    };
    return { month: monthOf(month), rows: rows.map(present) };
  });
}
