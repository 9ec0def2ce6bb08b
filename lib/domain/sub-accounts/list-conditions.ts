import "server-only";
import { and, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { AccountFacts } from "@/lib/authorization/context";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { SubAccountSort } from "./schema";
import { SubAccountName } from "./sub-account-name-rules";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const microseconds = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export const byName = sql`${subAccounts.name} collate "C"`;

/** To the microsecond: rows made by one statement share everything but their id. */
export const createdKey = sql<string>`to_char(${subAccounts.createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Where the page continues; undefined for a cursor somebody edited, which begins the list anew. */
export function beyond({ direction, value, id }: KeysetCursor, sort: SubAccountSort): SQL | undefined {
  const downwards = sort.startsWith("-") !== (direction === "before");
  if (sort.endsWith("name")) {
    if (!SubAccountName.safeParse(value).success) return undefined;
    return downwards ? sql`${byName} < ${value}` : sql`${byName} > ${value}`;
  }
  if (!isMoment(value) || !uuid.test(id)) return undefined;
  const key = sql`(${subAccounts.createdAt}, ${subAccounts.id})`;
  const place = sql`(${value}::timestamptz, ${id}::uuid)`;
  return downwards ? sql`${key} < ${place}` : sql`${key} > ${place}`;
}

/** A day that exists: PostgreSQL refuses 30 February, JavaScript makes it March. */
function isMoment(value: string): boolean {
  const at = microseconds.test(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === value.slice(0, 19);
}

/**
 * The beginning of a name, display name or e-mail address, a whole id, or a name pasted with its account. Ranges
 * instead of LIKE: only leakproof operators reach an index below row-level security.
 */
export function matches(text: string, account: AccountFacts): SQL | undefined {
  const wanted = text.normalize("NFC").toLowerCase();
  const hash = wanted.indexOf("#");
  if (hash > 0) {
    const owner = wanted.slice(0, hash);
    return owner === account.name || owner === account.alias ? begins(byName, wanted.slice(hash + 1)) : sql`false`;
  }
  if (uuid.test(wanted)) return eq(subAccounts.id, wanted as SubAccountId);
  return or(
    begins(byName, wanted),
    begins(sql`${subAccounts.displayNameKey} collate "C"`, wanted),
    begins(sql`${subAccounts.email} collate "C"`, wanted),
  );
}

/** `lower()` once more in SQL: the column was lowered by the database, whose idea of case may be narrower than ours. */
function begins(column: SQL, text: string): SQL | undefined {
  return and(gte(column, sql`lower(${text})`), lt(column, sql`lower(${text}) || ${"\u{10ffff}"}`));
}
