import "server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
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
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
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
      .where(
        and(
          inArray(books.accountId, tx.select({ accountId: recurringFees.accountId }).from(recurringFees)),
          sql`exists (select from ${due(allowed.now)})`,
        ),
      ),
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

interface Charged {
  count: number;
  cost: string;
  bill: string;
  chargeId: string;
}

const rowsPerPage = 50;
/** What came of a fee so far, with the charge of its newest month; null for none. */
const chargedOf = sql<Charged | null>`(
  select json_build_object('count', count(*), 'cost', sum(c.cost)::text,
    'bill', (array_agg(c.bill order by c.month desc))[1], 'chargeId', (array_agg(c.charge_id order by c.month desc))[1]::text)
  from ${feeCharges} c where c.account_id = ${recurringFees.accountId} and c.fee_id = ${recurringFees.id}
  having count(*) > 0)`;

/** What an account and its sub-accounts are charged every month, newest first, for operators; ids are in the order of time. */
export async function listFees(
  platform: PlatformContext,
  accountId: AccountId,
  { cursor: text }: { cursor?: string | undefined } = {},
): Promise<Page<FeeView> & { month: string }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:GiveFee", walletResource(ctx));
  const { now } = allowed;
  const cursor = readCursor(text);
  const here = z.uuid().safeParse(cursor?.id).data;
  const backwards = here !== undefined && cursor?.direction === "before";
  const beyond =
    here && (backwards ? sql`${recurringFees.id} > ${here}::uuid` : sql`${recurringFees.id} < ${here}::uuid`);
  return withReadTransaction(allowed, async (tx) => {
    const { month } = await readTerms(tx, allowed);
    const found = await tx
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
        charged: chargedOf,
      })
      .from(recurringFees)
      .innerJoin(skuPrices, eq(skuPrices.id, recurringFees.skuPriceId))
      .innerJoin(skus, eq(skus.code, skuPrices.skuCode))
      .leftJoin(
        reservedNames,
        and(
          eq(reservedNames.accountId, recurringFees.accountId),
          eq(reservedNames.subAccountId, recurringFees.subAccountId),
        ),
      )
      .where(and(eq(recurringFees.accountId, accountId), beyond || undefined))
      .orderBy((backwards ? asc : desc)(recurringFees.id))
      .limit(rowsPerPage + 1);
    const waiting = await tx
      .select({ feeId: sql<string>`d.fee_id`, count: sql<number>`count(*)::int` })
      .from(books)
      .innerJoin(sql`${due(now)} d`, sql`true`)
      .where(eq(books.accountId, accountId))
      .groupBy(sql`d.fee_id`);
    const waitingOf = new Map(waiting.map(({ feeId, count }) => [feeId, count]));
    const present = ({ charged, ...row }: (typeof found)[number]): FeeView => {
      const isOver = row.lastMonth !== null && row.lastMonth < month;
      return {
        ...row,
        ...{ firstMonth: monthOf(row.firstMonth), lastMonth: row.lastMonth && monthOf(row.lastMonth) },
        state: isOver ? "over" : row.firstMonth > month ? "coming" : "running",
        mayCancel: row.cancelledAt === null && (row.lastMonth === null || row.lastMonth > month),
        waiting: waitingOf.get(row.id) ?? 0,
        charged: charged?.count ?? 0,
        cost: microsOf(charged?.cost ?? "0"),
        newest: charged && { bill: charged.bill, chargeId: charged.chargeId },
      };
    };
    const page = cutPage(found, rowsPerPage, here ? cursor : undefined, ({ id }) => ({ value: "", id }));
    return { ...page, rows: page.rows.map(present), month: monthOf(month) };
  });
}
