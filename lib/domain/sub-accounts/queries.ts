import "server-only";
import { and, asc, desc, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { presentSubAccount, type SubAccountView } from "./presenter";
import type { SubAccountFilter } from "./schema";

const byName = sql`${subAccounts.name} collate "C"`;
const columns = {
  accountId: subAccounts.accountId,
  id: subAccounts.id,
  name: subAccounts.name,
  displayName: subAccounts.displayName,
  displayNameKey: subAccounts.displayNameKey,
  email: subAccounts.email,
  phone: subAccounts.phone,
  note: subAccounts.note,
  state: subAccounts.state,
  disabledAt: subAccounts.disabledAt,
  disabledReason: subAccounts.disabledReason,
  createdBy: subAccounts.createdBy,
  createdAt: subAccounts.createdAt,
  lastSignInAt: subAccounts.lastSignInAt,
  consoleSignIn: sql<boolean>`${loginProfiles.subAccountId} is not null`,
  passwordResetRequired: sql<boolean>`coalesce(${loginProfiles.passwordResetRequired}, false)`,
};
const profileOf = and(
  eq(loginProfiles.accountId, subAccounts.accountId),
  eq(loginProfiles.subAccountId, subAccounts.id),
);

/** The account's predicate, and the sub-account's where the scope is its own: the first lock. */
function visibleTo({ accountId, scope }: Allowed): SQL | undefined {
  const own = scope.kind === "sub-account" ? eq(subAccounts.id, scope.subAccountId) : undefined;
  return and(eq(subAccounts.accountId, accountId), own);
}

export interface SubAccountList extends Page<SubAccountView> {
  /** Of the whole account, from the counters; undefined where only the caller itself is visible. */
  counts: { active: number; disabled: number } | undefined;
}

/** One page of the sub-accounts the caller may see: all of them, or itself. */
export async function listSubAccounts(ctx: Context, filter: SubAccountFilter): Promise<SubAccountList> {
  const allowed = authorizeWidest(ctx, "ram:ListUsers");
  const cursor = readCursor(filter.cursor);
  const size = Number(filter.size);
  return withReadTransaction(allowed, async (tx) => {
    const found = await pageOf(tx, allowed, filter, cursor, size);
    const page = cutPage(found.map(presentSubAccount), size, cursor, (row) => ({
      value: filter.sort.endsWith("name") ? row.name : row.createdAt.toISOString(),
      id: row.id,
    }));
    const [counts] = await tx
      .select({ active: subAccountCounters.active, disabled: subAccountCounters.disabled })
      .from(subAccountCounters)
      .where(eq(subAccountCounters.accountId, allowed.accountId));
    return { ...page, counts };
  });
}

function pageOf(tx: Tx, allowed: Allowed, filter: SubAccountFilter, cursor: KeysetCursor | undefined, size: number) {
  const descending = filter.sort.startsWith("-");
  const downwards = descending !== (cursor?.direction === "before");
  const order = downwards ? desc : asc;
  const sort = filter.sort.endsWith("name") ? [order(byName)] : [order(subAccounts.createdAt), order(subAccounts.id)];
  return tx
    .select(columns)
    .from(subAccounts)
    .leftJoin(loginProfiles, profileOf)
    .where(
      and(
        visibleTo(allowed),
        filter.state ? eq(subAccounts.state, filter.state) : undefined,
        filter.q ? matches(filter.q) : undefined,
        cursor ? beyond(cursor, filter.sort.endsWith("name"), downwards) : undefined,
      ),
    )
    .orderBy(...sort)
    .limit(size + 1);
}

function beyond({ value, id }: KeysetCursor, name: boolean, downwards: boolean): SQL | undefined {
  if (name) return downwards ? sql`${byName} < ${value}` : sql`${byName} > ${value}`;
  const moment = Number.isNaN(Date.parse(value)) ? new Date(0) : new Date(value);
  const uuid = /^[0-9a-f-]{36}$/.test(id) ? id : "00000000-0000-0000-0000-000000000000";
  const key = sql`(${subAccounts.createdAt}, ${subAccounts.id})`;
  const place = sql`(${moment.toISOString()}::timestamptz, ${uuid}::uuid)`;
  return downwards ? sql`${key} < ${place}` : sql`${key} > ${place}`;
}

/**
 * The beginning of a name, display name or e-mail address, or a whole id. Ranges instead of LIKE: only leakproof
 * operators reach an index below row-level security.
 */
function matches(text: string): SQL | undefined {
  const typed = text.normalize("NFC").toLowerCase();
  const wanted = typed.includes("#") ? typed.slice(typed.indexOf("#") + 1) : typed;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted)) return eq(sql`${subAccounts.id}::text`, wanted);
  const end = `${wanted}\u{10ffff}`;
  const begins = (column: SQL) => and(gte(column, wanted), lt(column, end));
  return or(
    begins(byName),
    begins(sql`${subAccounts.displayNameKey} collate "C"`),
    begins(sql`${subAccounts.email} collate "C"`),
  );
}

/** One sub-account by name. Somebody else's, a deleted and a made-up one all throw the same `not-found`. */
export async function getSubAccount(ctx: Context, name: string): Promise<SubAccountView> {
  const allowed = authorize(ctx, "ram:GetUser", subAccountResource(ctx, name));
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select(columns)
      .from(subAccounts)
      .leftJoin(loginProfiles, profileOf)
      .where(and(visibleTo(allowed), eq(byName, name))),
  );
  if (!row) throw new DomainError("not-found", "sub-account");
  return presentSubAccount(row);
}

/** Whether a name can still be given: one that ever was taken in this account cannot. */
export async function isNameFree(ctx: Context, name: string): Promise<boolean> {
  const allowed = authorize(ctx, "ram:CreateUser", anySubAccount(ctx));
  const taken = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ name: reservedNames.name })
      .from(reservedNames)
      .where(and(eq(reservedNames.accountId, allowed.accountId), eq(reservedNames.name, name))),
  );
  return taken.length === 0;
}
