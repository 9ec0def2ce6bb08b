import "server-only";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { groups } from "@/db/schema/groups";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anyGroup, groupResource, permissionsResource } from "@/lib/authorization/resources";
import { GroupName, UserName } from "@/lib/domain/policies/schema";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { countGroupUse, type GroupUse } from "./lookups";
import { type GroupView, presentGroup } from "./presenter";
import type { GroupFilter } from "./schema";

const byName = sql`${groups.name} collate "C"`;
const bySubAccountName = sql`${subAccounts.name} collate "C"`;

function beyond(column: SQL, cursor: KeysetCursor | undefined): SQL | undefined {
  if (!cursor) return undefined;
  return cursor.direction === "before" ? sql`${column} < ${cursor.value}` : sql`${column} > ${cursor.value}`;
}
const inOrder = (column: SQL, cursor: KeysetCursor | undefined) =>
  cursor?.direction === "before" ? desc(column) : asc(column);
const keyOf = ({ name, id }: { name: string; id: string }) => ({ value: name, id });

export interface GroupRow extends GroupView {
  memberCount: number;
}

/** One page by name. */
export async function listGroups(ctx: Context, { size, cursor: text }: GroupFilter): Promise<Page<GroupRow>> {
  const allowed = authorize(ctx, "ram:ListGroups", anyGroup(ctx));
  const given = readCursor(text);
  const cursor = given && GroupName.safeParse(given.value).success ? given : undefined;
  return withReadTransaction(allowed, async (tx) => {
    const found = await tx
      .select({ group: groups, members: memberCount })
      .from(groups)
      .where(and(eq(groups.accountId, allowed.accountId), beyond(byName, cursor)))
      .orderBy(inOrder(byName, cursor))
      .limit(size + 1);
    const rows = found.map(({ group, members }) => ({ ...presentGroup(group), memberCount: members }));
    return cutPage(rows, size, cursor, keyOf);
  });
}

const memberCount = sql<number>`(select count(*)::int from ${groupMembers} member
  where member.account_id = "groups"."account_id" and member.group_id = "groups"."id")`;

/** Throws `not-found` for another account's and a made-up one alike. */
export async function getGroup(ctx: Context, name: string): Promise<GroupRow> {
  const allowed = authorize(ctx, "ram:GetGroup", groupResource(ctx, name));
  return withReadTransaction(allowed, (tx) => findGroup(tx, allowed, name));
}

async function findGroup(tx: Tx, { accountId }: Allowed, name: string): Promise<GroupRow> {
  const [row] = await tx
    .select({ group: groups, members: memberCount })
    .from(groups)
    .where(and(eq(groups.accountId, accountId), eq(byName, name)));
  if (!row) throw new DomainError("not-found", "group");
  return { ...presentGroup(row.group), memberCount: row.members };
}

/** What a group still gives: it goes only once that is nothing. */
export async function getGroupForDeletion(ctx: Context, name: string): Promise<GroupUse> {
  const allowed = authorize(ctx, "ram:DeleteGroup", groupResource(ctx, name));
  return withReadTransaction(allowed, async (tx) =>
    countGroupUse(tx, allowed, (await findGroup(tx, allowed, name)).id),
  );
}

export interface JoinedGroup extends GroupView {
  joinedAt: Date;
}

export async function listGroupsForUser(ctx: Context, name: string): Promise<JoinedGroup[]> {
  const allowed = authorize(ctx, "ram:ListGroupsForUser", permissionsResource(ctx, name));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [person] = await tx
      .select({ id: subAccounts.id })
      .from(subAccounts)
      .where(and(eq(subAccounts.accountId, accountId), eq(bySubAccountName, name)));
    if (!person) throw new DomainError("not-found", "sub-account");
    const rows = await tx
      .select({ group: groups, joinedAt: groupMembers.joinedAt })
      .from(groupMembers)
      .innerJoin(groups, and(eq(groups.accountId, groupMembers.accountId), eq(groups.id, groupMembers.groupId)))
      .where(and(eq(groupMembers.accountId, accountId), eq(groupMembers.subAccountId, person.id)))
      .orderBy(asc(byName));
    return rows.map(({ group, joinedAt }) => ({ ...presentGroup(group), joinedAt }));
  });
}

export interface GroupMember {
  id: string;
  /** RAM's UserId. */
  ramId: string | null;
  name: string;
  displayName: string;
  state: "active" | "disabled";
  joinedAt: Date;
}

/** One page of a group's members by name. */
export async function listUsersForGroup(
  ctx: Context,
  name: string,
  { size, cursor: text }: GroupFilter,
): Promise<Page<GroupMember>> {
  const allowed = authorize(ctx, "ram:ListUsersForGroup", groupResource(ctx, name));
  const given = readCursor(text);
  const cursor = given && UserName.safeParse(given.value).success ? given : undefined;
  return withReadTransaction(allowed, async (tx) => {
    const { id } = await findGroup(tx, allowed, name);
    const found = await tx
      .select({
        id: subAccounts.id,
        ramId: subAccounts.ramId,
        name: subAccounts.name,
        displayName: subAccounts.displayName,
        state: subAccounts.state,
        joinedAt: groupMembers.joinedAt,
      })
      .from(groupMembers)
      .innerJoin(
        subAccounts,
        and(eq(subAccounts.accountId, groupMembers.accountId), eq(subAccounts.id, groupMembers.subAccountId)),
      )
      .where(
        and(
          eq(groupMembers.accountId, allowed.accountId),
          eq(groupMembers.groupId, id),
          beyond(bySubAccountName, cursor),
        ),
      )
      .orderBy(inOrder(bySubAccountName, cursor))
      .limit(size + 1);
    return cutPage(found, size, cursor, keyOf);
  });
}
