import "server-only";
import { and, asc, desc, eq, getTableColumns, isNull, or, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { groupMembers } from "@/db/schema/group-members";
import { groups } from "@/db/schema/groups";
import { serverGrants } from "@/db/schema/server-grants";
import { servers } from "@/db/schema/servers";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { anyServer, permissionsResource, serverResource } from "@/lib/authorization/resources";
import { readOrder } from "@/lib/domain/resources/lookups";
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { livingCredentials, serverName } from "./lookups";
import {
  type CredentialView,
  type GrantView,
  type LoginView,
  presentCredential,
  presentGrant,
  presentServer,
  type ServerView,
} from "./presenter";
import { requireManager } from "./rules";
import { type ServerFilter, ServerName } from "./schema";

const pageSize = 50;

export interface ServerRow extends ServerView {
  grantCount: number;
}

const grantCount = sql<number>`(select count(*)::int from ${serverGrants} given
  where given.account_id = "servers"."account_id" and given.server_id = "servers"."id")`;

/** One page of the account's servers by name, the platform's for it among them. */
export async function listServers(ctx: Context, { cursor: text }: ServerFilter): Promise<Page<ServerRow>> {
  const allowed = authorize(ctx, "espalier:ListServers", anyServer(ctx));
  const given = readCursor(text);
  const cursor = given && ServerName.safeParse(given.value).success ? given : undefined;
  const backwards = cursor?.direction === "before";
  const beyond = cursor && (backwards ? sql`${serverName} < ${cursor.value}` : sql`${serverName} > ${cursor.value}`);
  const found = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ server: servers, grants: grantCount })
      .from(servers)
      .where(and(eq(servers.accountId, allowed.accountId), beyond))
      .orderBy(backwards ? desc(serverName) : asc(serverName))
      .limit(pageSize + 1),
  );
  const rows = found.map(({ server, grants }) => ({ ...presentServer(server), grantCount: grants }));
  return cutPage(rows, pageSize, cursor, ({ name, id }) => ({ value: name, id }));
}

/** Whether the caller registers servers; throws `forbidden` where it does not. */
export async function getServerTerms(ctx: Context): Promise<void> {
  authorize(ctx, "espalier:RegisterServer", anyServer(ctx));
}

export interface ServerDetail {
  server: ServerView;
  credentials: CredentialView[];
  /** At most 500, by login. */
  grants: GrantView[];
}

/** One server with its credentials and who may log in. Another account's and a made-up one throw `not-found`. */
export async function getServer(ctx: Context, name: string): Promise<ServerDetail> {
  const allowed = authorize(ctx, "espalier:ListServers", serverResource(ctx, name));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [server] = await tx
      .select()
      .from(servers)
      .where(and(eq(servers.accountId, accountId), eq(serverName, name)));
    if (!server) throw new DomainError("not-found", "server");
    if (allowed.actor.type === "operator") requireManager(allowed, server.managedBy);
    const credentials = await livingCredentials(tx, allowed, server.id);
    const given = await tx
      .select({ ...getTableColumns(serverGrants), subAccountName: subAccounts.name, groupName: groups.name })
      .from(serverGrants)
      .leftJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, serverGrants.subAccountId)))
      .leftJoin(groups, and(eq(groups.accountId, accountId), eq(groups.id, serverGrants.groupId)))
      .where(and(eq(serverGrants.accountId, accountId), eq(serverGrants.serverId, server.id)))
      .orderBy(asc(serverGrants.login), asc(serverGrants.createdAt), asc(serverGrants.id));
    return {
      server: presentServer(server),
      credentials: credentials.map(presentCredential),
      grants: given.map(presentGrant),
    };
  });
}

export interface ServerLogins {
  logins: LoginView[];
  /** Its workspace is told to stop: no server lets it in meanwhile. */
  isStopped: boolean;
}

/** Where a sub-account may log in, by itself, by a group or because everybody may: how, and nothing of anybody else. */
export async function listServerLogins(ctx: Context, subAccountName: string): Promise<ServerLogins> {
  const allowed = authorize(ctx, "espalier:ListServerLogins", permissionsResource(ctx, subAccountName));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [person] = await tx
      .select({ id: subAccounts.id })
      .from(subAccounts)
      .where(and(eq(subAccounts.accountId, accountId), eq(sql`${subAccounts.name} collate "C"`, subAccountName)));
    if (!person) throw new DomainError("not-found", "sub-account");
    const { decided } = await readOrder(tx, allowed, person.id);
    const logins = await tx
      .select({
        serverName: servers.name,
        hosts: servers.hosts,
        description: servers.description,
        login: serverGrants.login,
        networks: serverGrants.networks,
      })
      .from(serverGrants)
      .innerJoin(servers, and(eq(servers.accountId, accountId), eq(servers.id, serverGrants.serverId)))
      .where(
        and(
          eq(serverGrants.accountId, accountId),
          or(isNull(serverGrants.subAccountId), eq(serverGrants.subAccountId, person.id)),
          or(
            isNull(serverGrants.groupId),
            sql`exists (select from ${groupMembers} member where member.account_id = ${accountId}
              and member.group_id = ${serverGrants.groupId} and member.sub_account_id = ${person.id})`,
          ),
        ),
      )
      .orderBy(asc(serverName), asc(serverGrants.login), asc(serverGrants.id));
    return { logins, isStopped: decided === "suspended" };
  });
}

export interface PlatformServerRow extends ServerView {
  accountName: string;
}

/** The servers that operators registered, over all accounts, newest first. */
export async function listPlatformServers(platform: PlatformContext): Promise<PlatformServerRow[]> {
  const allowed = authorizePlatform(platform, "platform:ListServers");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ server: servers, accountName: accounts.name })
      .from(servers)
      .innerJoin(accounts, eq(accounts.accountId, servers.accountId))
      .where(eq(servers.managedBy, "operator"))
      .orderBy(desc(servers.createdAt), desc(servers.id))
      .limit(platformServersMax),
  );
  return rows.map(({ server, accountName }) => ({ ...presentServer(server), accountName }));
}

/** Far more than an operator looks after by hand. */
const platformServersMax = 500;
