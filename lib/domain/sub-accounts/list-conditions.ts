import "server-only";
import { and, asc, desc, eq, exists, gte, notExists, or, type SQL, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import { accessKeys } from "@/db/schema/access-keys";
import { books } from "@/db/schema/books";
import { groupMembers } from "@/db/schema/group-members";
import { groups } from "@/db/schema/groups";
import { spendMonths } from "@/db/schema/spend";
import { limitUsages, spendLimits } from "@/db/schema/spend-limits";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import { lastSignInKey, subAccounts } from "@/db/schema/sub-accounts";
import type { AccountFacts } from "@/lib/authorization/context";
import { normalizePhone } from "@/lib/domain/accounts/normalize-phone";
import { isCredential } from "@/lib/foundation/credential-format";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import { isId, type SubAccountId } from "@/lib/foundation/ids";
import { beginsWith } from "@/lib/foundation/text-conditions";
import { readLabelFilter } from "./label-rules";
import type { Narrowing, SubAccountFilter, SubAccountSort } from "./schema";
import { SubAccountName } from "./sub-account-name-rules";
import type { SpendPart } from "./walk-by-spend";

const ramId = /^\d{18}$/;
const micros = /^-?\d{1,18}$/;
const microseconds = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export const byName = sql`${subAccounts.name} collate "C"`;

const seenAt = lastSignInKey(subAccounts.lastSignInAt);
const never = "never";

/** To the microsecond: rows made by one statement share everything but their id. */
const exactly = (moment: SQL | typeof subAccounts.createdAt) =>
  sql<string>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const createdKey = exactly(subAccounts.createdAt);
const seenKey = sql<string>`coalesce(${exactly(sql`${subAccounts.lastSignInAt}`)}, ${never})`;

/** Of the month that the query joins; whoever caused no charge spent nothing. */
const spent = sql<string>`coalesce(${spendMonths.effectiveCost}, 0)`;

const kindOf = (sort: SubAccountSort) => (sort.startsWith("-") ? sort.slice(1) : sort) as SortedBy;
type SortedBy = "name" | "created" | "seen" | "spend";

/** What a sort goes by beside the id; names are unique by themselves. */
const sortColumns = { name: byName, created: subAccounts.createdAt, seen: seenAt, spend: spendMonths.effectiveCost };
const sortColumn = (sort: SubAccountSort) => sortColumns[kindOf(sort)];

/** The same as a cursor carries it. */
const sortKeys = {
  ...{ name: sql<string>`${subAccounts.name}`, created: createdKey, seen: seenKey, spend: sql<string>`${spent}::text` },
};
export const sortKeyOf = (sort: SubAccountSort) => sortKeys[kindOf(sort)];

/** The order a page is read in: the list's own, or backwards to a page before. Those at zero stand by id alone. */
export function orderOf(sort: SubAccountSort, backwards: boolean, part?: SpendPart): SQL[] {
  const order = sort.startsWith("-") !== backwards ? desc : asc;
  if (sort.endsWith("name")) return [order(byName)];
  return part === "none" ? [order(subAccounts.id)] : [order(sortColumn(sort)), order(subAccounts.id)];
}

const parts: Record<SpendPart, SQL> = {
  above: sql`${spendMonths.effectiveCost} > 0`,
  none: sql`${spent} = 0`,
  below: sql`${spendMonths.effectiveCost} < 0`,
};
export const ofPart = (part: SpendPart): SQL => parts[part];

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

/** Seen is who signed in or called with a key: a program that never signs in is not idle while it works. */
function isIdle(idle: Exclude<SubAccountFilter["idle"], "">, now: Date): SQL | undefined {
  if (idle === "never") return sql`${seenAt} = '-infinity'::timestamptz`;
  const since = new Date(now.getTime() - Number(idle) * 86_400_000);
  const { accountId, subAccountId, lastUsedAt } = accessKeys;
  const calls = new QueryBuilder()
    .select({ one: sql`1` })
    .from(accessKeys)
    .where(and(eq(accountId, subAccounts.accountId), eq(subAccountId, subAccounts.id), gte(lastUsedAt, since)));
  return and(
    sql`${seenAt} < ${since.toISOString()}::timestamptz`,
    or(eq(subAccounts.hasAccessKeys, false), notExists(calls)),
  );
}

/** Where the page continues; undefined for a cursor somebody edited, which begins the list anew. */
export function beyond(
  { direction, value, id }: KeysetCursor,
  sort: SubAccountSort,
  part?: SpendPart,
): SQL | undefined {
  const downwards = sort.startsWith("-") !== (direction === "before");
  if (sort.endsWith("name")) {
    if (!SubAccountName.safeParse(value).success) return undefined;
    return downwards ? sql`${byName} < ${value}` : sql`${byName} > ${value}`;
  }
  const place = isId(id) ? placeOf(value, sort) : undefined;
  if (!place) return undefined;
  if (part === "none") return downwards ? sql`${subAccounts.id} < ${id}::uuid` : sql`${subAccounts.id} > ${id}::uuid`;
  const key = sql`(${sortColumn(sort)}, ${subAccounts.id})`;
  const there = sql`(${place}, ${id}::uuid)`;
  return downwards ? sql`${key} < ${there}` : sql`${key} > ${there}`;
}

function placeOf(value: string, sort: SubAccountSort): SQL | undefined {
  if (sort.endsWith("spend")) return micros.test(value) ? sql`${value}::bigint` : undefined;
  if (sort.endsWith("seen") && value === never) return sql`'-infinity'::timestamptz`;
  return isMoment(value) ? sql`${value}::timestamptz` : undefined;
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
    return owner === account.name || owner === account.alias ? beginsWith(byName, wanted.slice(hash + 1)) : sql`false`;
  }
  if (isId(wanted)) return eq(subAccounts.id, wanted as SubAccountId);
  if (isCredential("access-key-id", text)) return hasKey(text);
  const phone = normalizePhone(text);
  return or(
    beginsWith(byName, wanted),
    ramId.test(wanted) ? eq(subAccounts.ramId, wanted) : undefined,
    phone ? eq(subAccounts.phone, phone) : undefined,
    beginsWith(sql`${subAccounts.displayNameKey} collate "C"`, wanted),
    beginsWith(sql`${subAccounts.email} collate "C"`, wanted),
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
