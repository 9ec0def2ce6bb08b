import "server-only";
import { and, asc, count, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { groupMembers } from "@/db/schema/group-members";
import { serverCredentials } from "@/db/schema/server-credentials";
import { serverGrants } from "@/db/schema/server-grants";
import { servers } from "@/db/schema/servers";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { requireManager } from "./rules";

export const serverName = sql`${servers.name} collate "C"`;

/** A server that the caller may change, held until the transaction ends. Throws `not-found`. */
export async function lockServer(tx: Tx, allowed: Allowed, name: string) {
  const [server] = await tx
    .select()
    .from(servers)
    .where(and(eq(servers.accountId, allowed.accountId), eq(serverName, name)))
    .for("update");
  if (!server) throw new DomainError("not-found", "server");
  requireManager(allowed, server.managedBy);
  return server;
}

export async function countServers(tx: Tx, { accountId }: Allowed): Promise<number> {
  const [row] = await tx.select({ found: count() }).from(servers).where(eq(servers.accountId, accountId));
  return row?.found ?? 0;
}

/** The credentials of one server that still work, oldest first. */
export function livingCredentials(tx: Tx, { accountId, now }: Allowed, serverId: string) {
  return tx
    .select()
    .from(serverCredentials)
    .where(
      and(
        eq(serverCredentials.accountId, accountId),
        eq(serverCredentials.serverId, serverId),
        or(isNull(serverCredentials.endsAt), gt(serverCredentials.endsAt, now)),
      ),
    )
    .orderBy(asc(serverCredentials.createdAt), asc(serverCredentials.id));
}

/** Whose credential a hash is, while it works. The account comes from the sealed context: nothing else is known yet. */
export async function findAskingServer(tx: Tx, tokenHash: string, now: Date) {
  const [found] = await tx
    .select({ server: servers, account: accounts })
    .from(serverCredentials)
    .innerJoin(
      servers,
      and(eq(servers.accountId, serverCredentials.accountId), eq(servers.id, serverCredentials.serverId)),
    )
    .innerJoin(accounts, eq(accounts.accountId, serverCredentials.accountId))
    .where(
      and(
        eq(serverCredentials.accountId, sql`(select app.account_id())`),
        eq(serverCredentials.tokenHash, tokenHash),
        or(isNull(serverCredentials.endsAt), gt(serverCredentials.endsAt, now)),
      ),
    );
  return found;
}

/**
 * The keys of one fingerprint whose owners are let in to the server under this login. Grants narrow by whoever they
 * name: a sub-account, a group, or nobody, which is everybody.
 */
export function keysLetIn(
  tx: Tx,
  accountId: AccountId | SQL,
  { serverId, login, fingerprint }: { serverId: string | SQL; login: string; fingerprint: string },
) {
  return tx
    .select({
      key: sshKeys,
      state: subAccounts.state,
      decided: workspaceOrders.decided,
      ownerName: subAccounts.name,
      networks: serverGrants.networks,
    })
    .from(sshKeys)
    .innerJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, sshKeys.subAccountId)))
    .innerJoin(
      serverGrants,
      and(
        eq(serverGrants.accountId, accountId),
        eq(serverGrants.serverId, serverId),
        eq(serverGrants.login, login),
        or(isNull(serverGrants.subAccountId), eq(serverGrants.subAccountId, sshKeys.subAccountId)),
        or(
          isNull(serverGrants.groupId),
          sql`exists (select from ${groupMembers} member where member.account_id = ${accountId}
            and member.group_id = ${serverGrants.groupId} and member.sub_account_id = ${sshKeys.subAccountId})`,
        ),
      ),
    )
    .leftJoin(
      workspaceOrders,
      and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, sshKeys.subAccountId)),
    )
    .where(and(eq(sshKeys.accountId, accountId), eq(sshKeys.fingerprint, fingerprint)));
}
