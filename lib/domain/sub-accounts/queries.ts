import "server-only";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import { groupMembers } from "@/db/schema/group-members";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { groups } from "@/db/schema/groups";
import { loginProfiles } from "@/db/schema/login-profiles";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { reservedNames } from "@/db/schema/reserved-names";
import { spendMonths } from "@/db/schema/spend";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { isGiven } from "@/lib/authorization/policy-document";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { askAtOnce, type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import type { Label } from "./label-rules";
import { beyond, byName, chosenBy, ofPart, orderOf, sortKeyOf } from "./list-conditions";
import { type MonthTerms, ofThisMonth, readMonthTerms, spendOfMonth, visibleTo } from "./lookups";
import {
  type GivenPolicy,
  presentSubAccount,
  presentSubAccountDetail,
  type SubAccountDetail,
  type SubAccountView,
} from "./presenter";
import { maySeeSpend, requireSightOf } from "./rules";
import type { SubAccountFilter } from "./schema";
import { SubAccountName } from "./sub-account-name-rules";
import { type SpendPart, walkBySpend } from "./walk-by-spend";

const columns = {
  accountId: subAccounts.accountId,
  id: subAccounts.id,
  ramId: subAccounts.ramId,
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
  updatedAt: subAccounts.updatedAt,
  lastSignInAt: subAccounts.lastSignInAt,
  hasSecondFactor: subAccounts.hasSecondFactor,
  hasAccessKeys: subAccounts.hasAccessKeys,
};
/** Asked for the rows of the page, after they are sorted and cut. */
const labelsOf = sql<Label[]>`coalesce((
  select jsonb_agg(jsonb_build_object('key', ${subAccountLabels.key}, 'value', ${subAccountLabels.value}) order by ${subAccountLabels.key})
  from ${subAccountLabels} where ${and(
    eq(subAccountLabels.accountId, subAccounts.accountId),
    eq(subAccountLabels.subAccountId, subAccounts.id),
  )}), '[]')`;
const groupsOf = sql<string[]>`to_jsonb(array(
  select ${groups.name} from ${groupMembers} join ${groups} on ${and(
    eq(groups.accountId, groupMembers.accountId),
    eq(groups.id, groupMembers.groupId),
  )} where ${and(eq(groupMembers.accountId, subAccounts.accountId), eq(groupMembers.subAccountId, subAccounts.id))}
  order by 1))`;
const noGroups = sql<string[]>`'[]'::jsonb`;
const noSpend = sql<string | null>`null::text`;
const profileOf = and(
  eq(loginProfiles.accountId, subAccounts.accountId),
  eq(loginProfiles.subAccountId, subAccounts.id),
);
/**
 * A subquery and no join: it is asked for the rows of the page, after they are sorted and cut. Its condition is an
 * expression of its own: columns that stand in the template itself lose their table's name where only one is selected.
 */
const resetRequired = sql<boolean | null>`(
  select ${loginProfiles.passwordResetRequired} from ${loginProfiles} where ${profileOf})`;
const withSignIn = <R extends { resetRequired: boolean | null }>(row: R) => ({
  ...row,
  consoleSignIn: row.resetRequired !== null,
  passwordResetRequired: row.resetRequired ?? false,
});
const detailColumns = {
  ...columns,
  labels: labelsOf,
  waitsForOwner: sql<boolean>`coalesce(${loginProfiles.subAccountId} is not null and ${loginProfiles.passwordHash} is null, false)`,
  resetRequired: loginProfiles.passwordResetRequired,
  passwordExpiresAt: loginProfiles.passwordExpiresAt,
  held: sql<
    GivenPolicy[]
  >`coalesce((select jsonb_agg(jsonb_build_object('name', h.name, 'group', h.via) order by h.name, h.via) from (
    select ${policyAttachments.policyName} as name, null as via from ${policyAttachments}
    where ${and(eq(policyAttachments.accountId, subAccounts.accountId), eq(policyAttachments.subAccountId, subAccounts.id))}
    union all
    select ${groupPolicyAttachments.policyName}, ${groups.name} from ${groupMembers}
    join ${groups} on ${and(eq(groups.accountId, groupMembers.accountId), eq(groups.id, groupMembers.groupId))}
    join ${groupPolicyAttachments} on ${and(
      eq(groupPolicyAttachments.accountId, groupMembers.accountId),
      eq(groupPolicyAttachments.groupId, groupMembers.groupId),
    )}
    where ${and(eq(groupMembers.accountId, subAccounts.accountId), eq(groupMembers.subAccountId, subAccounts.id))}
  ) as h), '[]')`,
};

interface SubAccountCounts {
  active: number;
  disabled: number;
}

async function readCounts(tx: Tx, { accountId }: Allowed): Promise<SubAccountCounts | undefined> {
  const [counts] = await tx
    .select({ active: subAccountCounters.active, disabled: subAccountCounters.disabled })
    .from(subAccountCounters)
    .where(eq(subAccountCounters.accountId, accountId));
  return counts;
}

export interface SubAccountList extends Page<SubAccountView> {
  /** Of the whole account, from the counters; undefined where only the caller itself is visible. */
  counts: SubAccountCounts | undefined;
  /** What spend is in; undefined where none is shown. */
  money: MonthTerms | undefined;
}

/** A page's address offers a few sizes; a client asks for any, and for no groups. */
type SubAccountListFilter = Omit<SubAccountFilter, "size" | "columns"> & {
  size: SubAccountFilter["size"] | number;
  columns?: SubAccountFilter["columns"];
};

/** One page of the sub-accounts the caller may see: all of them, or itself. */
export async function listSubAccounts(ctx: Context, filter: SubAccountListFilter): Promise<SubAccountList> {
  const allowed = authorizeWidest(ctx, "ram:ListUsers");
  const cursor = readCursor(filter.cursor);
  const place = cursor && beyond(cursor, filter.sort);
  const size = Number(filter.size);
  requireSightOf(ctx, filter);
  const groups = filter.columns?.includes("groups") ? groupsOf : noGroups;
  const showsSpend = (filter.columns?.includes("spend") ?? false) && maySeeSpend(ctx);
  const spend = showsSpend ? spendOfMonth(allowed.now) : noSpend;
  return withReadTransaction(allowed, async (tx) => {
    const backwards = place !== undefined && cursor?.direction === "before";
    const listed = () =>
      tx
        .select({ ...columns, resetRequired, labels: labelsOf, groups, spend, sortKey: sortKeyOf(filter.sort) })
        .from(subAccounts);
    const chosen = and(visibleTo(allowed), chosenBy(filter, ctx.account, allowed.now));
    const readPart = (part: SpendPart, from: KeysetCursor | undefined, limit: number) =>
      listed()
        .leftJoin(spendMonths, ofThisMonth(allowed))
        .where(and(chosen, ofPart(part), from && beyond(from, filter.sort, part)))
        .orderBy(...orderOf(filter.sort, backwards, part))
        .limit(limit);
    const downwards = filter.sort.startsWith("-") !== backwards;
    // Asked together, in one round trip.
    const [, found, counts, money] = await Promise.all([
      tx.execute(planningOf(filter)),
      filter.sort.endsWith("spend")
        ? walkBySpend({ downwards, cursor: place && cursor, limit: size + 1 }, readPart)
        : listed()
            .where(and(chosen, place))
            .orderBy(...orderOf(filter.sort, backwards))
            .limit(size + 1),
      allowed.scope.kind === "account" ? readCounts(tx, allowed) : undefined,
      showsSpend ? readMonthTerms(tx, allowed) : undefined,
    ]);
    const page = cutPage(found, size, place && cursor, (row) => ({
      value: row.sortKey,
      id: row.id,
    }));
    const rows = page.rows.map((row) => presentSubAccount(withSignIn(row), allowed.scope));
    return { ...page, rows, money, counts: counts ?? (allowed.scope.kind === "account" ? noCounts : undefined) };
  });
}

/**
 * A search is planned for its very text: a plan for any text walks the whole list when nothing matches (190 ms of
 * 100,000). The list itself is walked in the order of an index and cut: a plan for any account takes all of one that
 * has 100,000 and sorts them (600 ms), because it expects each account to be small.
 */
function planningOf({ q, label, idle, limit, group, sort, ...flags }: SubAccountListFilter): SQL {
  // One flag has an index of its own by name; two of them have not. By spend, whoever stands at zero is walked by id.
  const few = [flags.state, flags.factor, flags.keys].filter((flag) => flag !== "").length;
  const inOrder = few === 0 || (few === 1 && sort.endsWith("name")) || sort.endsWith("spend");
  const isWalk = !q && !label && !idle && !limit && !group && inOrder;
  return isWalk ? sql`set local enable_sort = off` : sql`set local plan_cache_mode = force_custom_plan`;
}

const noCounts: SubAccountCounts = { active: 0, disabled: 0 };

const selectDetail = (who: SQL | undefined) =>
  prepareOnce((tx) =>
    tx.select(detailColumns).from(subAccounts).leftJoin(loginProfiles, profileOf).where(who).prepare("sub-account"),
  );

const named = and(eq(subAccounts.accountId, sql.placeholder("accountId")), eq(byName, sql.placeholder("name")));
const selectOfAccount = selectDetail(named);
const selectItself = selectDetail(and(named, eq(subAccounts.id, sql.placeholder("subAccountId"))));

/**
 * One sub-account by name, for whoever may do `action` with it. Somebody else's, a deleted and a made-up one all throw
 * the same `not-found`.
 */
export async function getSubAccount(
  ctx: Context,
  name: string,
  action: "ram:GetUser" | "ram:UpdateUser" = "ram:GetUser",
): Promise<SubAccountDetail> {
  const allowed = authorize(ctx, action, subAccountResource(ctx, name));
  if (!SubAccountName.safeParse(name).success) throw new DomainError("not-found", "sub-account");
  const { accountId, scope } = allowed;
  const [row] = await askAtOnce(allowed, (tx) =>
    scope.kind === "account"
      ? selectOfAccount(tx, { accountId, name })
      : selectItself(tx, { accountId, name, subAccountId: scope.subAccountId }),
  );
  if (!row) throw new DomainError("not-found", "sub-account");
  // In its own scope nobody sees a group's policies; the caller knows what it holds itself.
  const held = allowed.scope.kind === "account" ? row.held : givenTo(ctx);
  return presentSubAccountDetail({ ...withSignIn(row), held }, allowed.scope);
}

const givenTo = ({ policies }: Context): GivenPolicy[] =>
  policies.filter(isGiven).map(({ name, attachedTo: { kind, name: via } }) => ({
    name,
    group: kind === "group" ? via : null,
  }));

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

/** Whether sub-accounts can be created now: what the form says before it is filled in. Throws like the verb. */
export async function getCreationTerms(ctx: Context): Promise<{ verification: Context["account"]["verification"] }> {
  authorize(ctx, "ram:CreateUser", anySubAccount(ctx));
  return { verification: ctx.account.verification };
}

export interface SubAccountSummary {
  counts: SubAccountCounts;
  /** Newest first, each sub-account once. */
  latestSignIns: { name: string; at: Date }[];
}

/** `last_sign_in_at` has no index to sort by; the newest events of the log are one short walk of its key. */
const eventsLookedAt = 200;
const signInsShown = 5;

/** What the account's home says of its sub-accounts. */
export async function summarizeSubAccounts(ctx: Context): Promise<SubAccountSummary> {
  const allowed = authorize(ctx, "ram:ListUsers", anySubAccount(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const counts = (await readCounts(tx, allowed)) ?? noCounts;
    const newest = tx
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.accountId, allowed.accountId))
      .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
      .limit(eventsLookedAt)
      .as("newest");
    const at = sql<Date>`max(${newest.occurredAt})`.mapWith(auditEvents.occurredAt);
    const latestSignIns = await tx
      .select({ name: newest.actorName, at })
      .from(newest)
      .where(
        and(eq(newest.actorType, "sub-account"), eq(newest.action, "espalier:SignIn"), eq(newest.result, "allowed")),
      )
      .groupBy(newest.actorName)
      .orderBy(desc(at))
      .limit(signInsShown);
    return { counts, latestSignIns };
  });
}
