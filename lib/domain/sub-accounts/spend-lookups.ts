import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { books } from "@/db/schema/books";
import { spendMonths } from "@/db/schema/spend";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Tx } from "@/lib/foundation/transaction";

/** What amounts are in, and the local month that is meant. */
export interface MonthTerms {
  currency: string;
  minorDigits: number;
  month: string;
}

const localMonth = (now: Date) =>
  sql<string>`date_trunc('month', ${now.toISOString()}::timestamptz at time zone ${books.timeZone})::date`;

/** Micros, in digits: a column of a query on sub-accounts, read from the rollup. */
export const spendOfMonth = (now: Date) => sql<string>`coalesce((
  select ${spendMonths.effectiveCost} from ${spendMonths} join ${books} on ${eq(books.accountId, spendMonths.accountId)}
  where ${and(
    eq(spendMonths.accountId, subAccounts.accountId),
    eq(spendMonths.subAccountId, subAccounts.id),
    eq(spendMonths.period, localMonth(now)),
  )}), 0)::text`;

export async function readMonthTerms(tx: Tx, { accountId, now }: Allowed): Promise<MonthTerms | undefined> {
  const month = sql<string>`to_char(${localMonth(now)}, 'YYYY-MM')`;
  const [terms] = await tx
    .select({ currency: books.currency, minorDigits: books.minorDigits, month })
    .from(books)
    .where(eq(books.accountId, accountId));
  return terms;
}
