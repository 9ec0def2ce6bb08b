import "server-only";
import { and, eq, gt, isNotNull, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import type { InventoryFilter } from "./schema";

export const byId = sql`${accessKeys.id} collate "C"`;
/** To the microsecond, as PostgreSQL orders. */
export const createdKey = sql<string>`to_char(${accessKeys.createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const dayMs = 86_400_000;
/** What ux.md §1.4 calls old, unused and soon. */
const oldDays = 90;
const soonDays = 7;

/** Undefined for a cursor somebody edited, which begins the list anew. */
export function beyond({ direction, value, id }: KeysetCursor): SQL | undefined {
  if (!isMoment(value) || !/^[0-9A-Za-z]{1,64}$/.test(id)) return undefined;
  const key = sql`(${accessKeys.createdAt}, ${byId})`;
  const place = sql`(${value}::timestamptz, ${id}::text collate "C")`;
  return direction === "before" ? sql`${key} > ${place}` : sql`${key} < ${place}`;
}

/** A day that exists: PostgreSQL refuses 30 February, JavaScript makes it March. */
function isMoment(value: string): boolean {
  const at = /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === value.slice(0, 19);
}

/** Of keys that still work, the ones somebody should look at; and the disabled. */
export function shownAs(show: InventoryFilter["show"], now: Date): SQL | undefined {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  const works = and(
    eq(accessKeys.state, "active"),
    or(isNull(accessKeys.expiresAt), gt(accessKeys.expiresAt, now)),
    or(isNull(accessKeys.retiresAt), gt(accessKeys.retiresAt, now)),
  );
  switch (show) {
    case "all":
      return undefined;
    case "active":
      return works;
    case "never-used":
      return and(works, isNull(accessKeys.lastUsedAt));
    case "unused":
      return and(works, isNotNull(accessKeys.lastUsedAt), lt(accessKeys.lastUsedAt, daysAgo(oldDays)));
    case "old":
      return and(works, lt(accessKeys.createdAt, daysAgo(oldDays)));
    case "expiring":
      return and(works, lte(accessKeys.expiresAt, daysAgo(-soonDays)));
    case "disabled":
      return eq(accessKeys.state, "disabled");
  }
}
