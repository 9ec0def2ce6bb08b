import "server-only";
import { and, eq, exists, gte, lt, notExists, or, type SQL, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import { accessKeys } from "@/db/schema/access-keys";
import { books } from "@/db/schema/books";
import { groupMembers } from "@/db/schema/group-members";
import { groups } from "@/db/schema/groups";
import { limitUsages, spendLimits } from "@/db/schema/spend-limits";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import { lastSignInKey, subAccounts } from "@/db/schema/sub-accounts";
import type { AccountFacts } from "@/lib/authorization/context";
import { normalizePhone } from "@/lib/domain/accounts/normalize-phone";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import type { SubAccountId } from "@/lib/foundation/ids";
import { readLabelFilter } from "./label-rules";
import type { Narrowing, SubAccountFilter, SubAccountSort } from "./schema";
import { SubAccountName } from "./sub-account-name-rules";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ramId = /^\d{18}$/;
const keyId = /^LTAI[0-9A-Za-z]{20}$/;
const microseconds = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export const byName = sql`${subAccounts.name} collate "C"`;

const seenAt = lastSignInKey(subAccounts.lastSignInAt);
const never = "never";

/** To the microsecond: rows made by one statement share everything but their id. */
const exactly = (moment: SQL | typeof subAccounts.createdAt) =>
  sql<string>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
export const createdKey = exactly(subAccounts.createdAt);
export const seenKey = sql<string>`coalesce(${exactly(sql`${subAccounts.lastSignInAt}`)}, ${never})`;

/** What a sort goes by beside the id; names are unique by themselves. */
export const sortColumn = (sort: SubAccountSort) => (sort.endsWith("seen") ? seenAt : subAccounts.createdAt);

/** Which sub-accounts a view of the list is about, wherever it continues. */
export function chosenBy(view: Narrowing, account: AccountFacts, now: Date): SQL | undefined {
  const { q, state, label, idle, factor, keys, limit, group } = view;
  return and(
    state ? eq(subAccounts.state, state) : undefined,
    q ? matches(q, account) : undefined,
    label ? hasLabel(label) : undefined,
    idle ? isIdle(idle, now) : undefined,
    factor ? eq(subAccounts.hasSecondFactor, factor === "with") : undefined,
    keys ? eq(subAccounts.hasAccessKeys, keys === "with") : undefined,
    limit ? hasLimit(limit, now) : undefined,
    group ? isMember(group) : undefined,
  );
}

/** The limits of its own that a sub-account has; `reached`: only those that their present window has used up. */
function hasLimit(wanted: "reached" | "without", now: Date): SQL {
  const { accountId, subAccountId, per, hard, soft } = spendLimits;
  const start = sql`billing.window_start(${per}, ${now.toISOString()}::timestamptz, ${books.timeZone})`;
  const own = and(eq(accountId, subAccounts.accountId), eq(subAccountId, subAccounts.id));
  const limits = new QueryBuilder().select({ one: sql`1` }).from(spendLimits);
  if (wanted === "without") return notExists(limits.where(own));
  return exists(
    limits
      .innerJoin(books, eq(books.accountId, accountId))
      .leftJoin(
        limitUsages,
        and(
          eq(limitUsages.accountId, accountId),
          eq(limitUsages.limitId, spendLimits.id),
          eq(limitUsages.windowStart, start),
        ),
      )
      .where(and(own, sql`coalesce(${limitUsages.spent}, 0) >= coalesce(${hard}, ${soft})`)),
  );
}

function isMember(name: string): SQL {
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(groupMembers)
      .innerJoin(groups, and(eq(groups.accountId, groupMembers.accountId), eq(groups.id, groupMembers.groupId)))
      .where(
        and(
          eq(groupMembers.accountId, subAccounts.accountId),
          eq(groupMembers.subAccountId, subAccounts.id),
          sql`${groups.name} collate "C" = ${name}`,
        ),
      ),
  );
}

function hasLabel(text: string): SQL | undefined {
  const wanted = readLabelFilter(text);
  if (!wanted) return sql`false`;
  const { accountId, subAccountId, key, value } = subAccountLabels;
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(subAccountLabels)
      .where(
        and(
          eq(accountId, subAccounts.accountId),
          eq(subAccountId, subAccounts.id),
          eq(key, wanted.key),
          wanted.value === undefined ? undefined : eq(value, wanted.value),
        ),
      ),
  );
}

function isIdle(idle: Exclude<SubAccountFilter["idle"], "">, now: Date): SQL {
  if (idle === "never") return sql`${seenAt} = '-infinity'::timestamptz`;
  const since = new Date(now.getTime() - Number(idle) * 86_400_000);
  return sql`${seenAt} < ${since.toISOString()}::timestamptz`;
}

/** Where the page continues; undefined for a cursor somebody edited, which begins the list anew. */
export function beyond({ direction, value, id }: KeysetCursor, sort: SubAccountSort): SQL | undefined {
  const downwards = sort.startsWith("-") !== (direction === "before");
  if (sort.endsWith("name")) {
    if (!SubAccountName.safeParse(value).success) return undefined;
    return downwards ? sql`${byName} < ${value}` : sql`${byName} > ${value}`;
  }
  const bySeen = sort.endsWith("seen");
  const isNever = bySeen && value === never;
  if (!(isNever || isMoment(value)) || !uuid.test(id)) return undefined;
  const key = sql`(${sortColumn(sort)}, ${subAccounts.id})`;
  const place = sql`(${isNever ? "-infinity" : value}::timestamptz, ${id}::uuid)`;
  return downwards ? sql`${key} < ${place}` : sql`${key} > ${place}`;
}

/** A day that exists: PostgreSQL refuses 30 February, JavaScript makes it March. */
function isMoment(value: string): boolean {
  const at = microseconds.test(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === value.slice(0, 19);
}

/**
 * The beginning of a name, display name or e-mail address; or what somebody pastes: an id of ours or of RAM, an
 * AccessKey id, a telephone number, a name with its account. Ranges instead of LIKE: only leakproof operators reach an
 * index below row-level security.
 */
function matches(text: string, account: AccountFacts): SQL | undefined {
  const wanted = text.normalize("NFC").toLowerCase();
  const hash = wanted.indexOf("#");
  if (hash > 0) {
    const owner = wanted.slice(0, hash);
    return owner === account.name || owner === account.alias ? begins(byName, wanted.slice(hash + 1)) : sql`false`;
  }
  if (uuid.test(wanted)) return eq(subAccounts.id, wanted as SubAccountId);
  if (keyId.test(text)) return hasKey(text);
  const phone = normalizePhone(text);
  return or(
    begins(byName, wanted),
    ramId.test(wanted) ? eq(subAccounts.ramId, wanted) : undefined,
    phone ? eq(subAccounts.phone, phone) : undefined,
    begins(sql`${subAccounts.displayNameKey} collate "C"`, wanted),
    begins(sql`${subAccounts.email} collate "C"`, wanted),
  );
}

function hasKey(id: string): SQL {
  const { accountId, subAccountId } = accessKeys;
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(accessKeys)
      .where(and(eq(accountId, subAccounts.accountId), eq(subAccountId, subAccounts.id), eq(accessKeys.id, id))),
  );
}

/** `lower()` once more in SQL: the column was lowered by the database, whose idea of case may be narrower than ours. */
function begins(column: SQL, text: string): SQL | undefined {
  return and(gte(column, sql`lower(${text})`), lt(column, sql`lower(${text}) || ${"\u{10ffff}"}`));
}
