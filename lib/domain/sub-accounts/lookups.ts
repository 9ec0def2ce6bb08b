import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { books } from "@/db/schema/books";
import { groupMembers } from "@/db/schema/group-members";
import { loginProfiles } from "@/db/schema/login-profiles";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { secondFactors } from "@/db/schema/second-factors";
import { spendMonths } from "@/db/schema/spend";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { byName } from "./list-conditions";

/** The account's predicate, and the sub-account's where the scope is its own: the first lock. */
export function visibleTo({ accountId, scope }: Allowed): SQL | undefined {
  const own = scope.kind === "sub-account" ? eq(subAccounts.id, scope.subAccountId) : undefined;
  return and(eq(subAccounts.accountId, accountId), own);
}

/** The sub-account's row, held until the transaction ends. Throws `not-found`. */
export async function lockSubAccount(tx: Tx, allowed: Allowed, name: string) {
  const [person] = await tx
    .select()
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, allowed.accountId), eq(byName, name)))
    .for("update");
  if (!person) throw new DomainError("not-found", "sub-account");
  return person;
}

/** In RAM's order of naming what stands in the way. */
const inTheWay = [
  [groupMembers, "userHasGroups"],
  [accessKeys, "userHasAccessKeys"],
  [loginProfiles, "userHasLoginProfile"],
  [secondFactors, "userHasMfaDevice"],
  [policyAttachments, "userHasPolicies"],
] as const;

/** Throws `conflict` with the first kind of thing that still belongs to the sub-account. */
export async function requireUnused(tx: Tx, { accountId }: Allowed, id: SubAccountId): Promise<void> {
  for (const [table, reason] of inTheWay) {
    const of = and(eq(table.accountId, accountId), eq(table.subAccountId, id));
    const found = await tx.select({ of: table.subAccountId }).from(table).where(of).limit(1);
    if (found.length > 0) throw new DomainError("conflict", "sub-account", { reason });
  }
}

/** What amounts are in, and the local month that is meant. */
export interface MonthTerms {
  currency: string;
  minorDigits: number;
  month: string;
}

const localMonth = (now: Date) =>
  sql<string>`date_trunc('month', ${now.toISOString()}::timestamptz at time zone ${books.timeZone})::date`;

/** The sums of the month now running, for a join: what a list sorted by spend goes by. */
export const ofThisMonth = ({ accountId, now }: Allowed) =>
  and(
    eq(spendMonths.accountId, subAccounts.accountId),
    eq(spendMonths.subAccountId, subAccounts.id),
    eq(spendMonths.period, sql`(select ${localMonth(now)} from ${books} where ${eq(books.accountId, accountId)})`),
  );

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
