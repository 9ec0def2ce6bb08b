import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { billingPeriods, books } from "@/db/schema/books";
import { reservedNames } from "@/db/schema/reserved-names";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { type MoneyTerms, periodOf } from "./presenter";

/** Throws `not-found` where no books are open. */
export async function readTerms(tx: Tx, { accountId, now }: Allowed): Promise<MoneyTerms> {
  const local = sql`${now.toISOString()}::timestamptz at time zone ${books.timeZone}`;
  const [row] = await tx
    .select({
      currency: books.currency,
      minorDigits: books.minorDigits,
      timeZone: books.timeZone,
      today: sql<string>`(${local})::date::text`,
      hour: sql<number>`extract(hour from ${local})::int`,
      month: sql<string>`date_trunc('month', ${local})::date::text`,
    })
    .from(books)
    .where(eq(books.accountId, accountId));
  if (!row) throw new DomainError("not-found", "wallet");
  return row;
}

/** When a day begins in the zone of the books, or one that many days later. */
export const midnightOf = (day: string, timeZone: string, later = 0): SQL =>
  sql`((${day}::date + ${later}::int)::timestamp at time zone ${timeZone})`;

/** Whose money is asked for: undefined for the whole account. Throws `not-found` for a name that never was. */
export async function findWhose(tx: Tx, allowed: Allowed, name: string): Promise<SubAccountId | undefined> {
  if (allowed.scope.kind === "sub-account") return allowed.scope.subAccountId;
  return name ? await findBilledSubAccount(tx, allowed, name) : undefined;
}

/** The id behind a name that is or was a sub-account's: money outlives it. Throws `not-found`. */
export async function findBilledSubAccount(tx: Tx, { accountId }: Allowed, name: string): Promise<SubAccountId> {
  const [row] = await tx
    .select({ id: reservedNames.subAccountId })
    .from(reservedNames)
    .where(and(eq(reservedNames.accountId, accountId), eq(reservedNames.name, name)));
  if (!row?.id) {
    throw new DomainError("not-found", "sub-account", {
      reason: "unknownSubAccount",
      details: { field: "subAccountName" },
    });
  }
  return row.id;
}

/** Throws `not-found` for a month that the account's books know nothing of. */
export async function findPeriod(tx: Tx, { accountId }: Allowed, month: string) {
  const [row] = await tx
    .select()
    .from(billingPeriods)
    .where(and(eq(billingPeriods.accountId, accountId), eq(billingPeriods.period, periodOf(month))));
  if (!row) throw new DomainError("not-found", "bill");
  return row;
}

/** The names that sub-accounts have or had. Whoever sees only itself knows its own. */
export async function readNames(
  tx: Tx,
  allowed: Allowed,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const own = actingSubAccount(allowed.actor);
  if (allowed.scope.kind === "sub-account") return new Map(own ? [[own.subAccountId, own.name]] : []);
  const wanted = [...new Set(ids)].filter(Boolean) as SubAccountId[];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .select({ id: reservedNames.subAccountId, name: reservedNames.name })
    .from(reservedNames)
    .where(and(eq(reservedNames.accountId, allowed.accountId), inArray(reservedNames.subAccountId, wanted)));
  return new Map(rows.map(({ id, name }) => [id ?? "", name]));
}
