import "server-only";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { sshKeys } from "@/db/schema/ssh-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { keysLetIn } from "./lookups";

interface ServerLogin {
  login: string;
  fingerprint: string;
  /** Where the person came from, as the server saw it. */
  address: string;
}

/**
 * What a server says after a login: the key was used, and whose it is has it in the log. Where two sub-accounts have
 * the same key and the same login, nobody can tell which came: both are told. A key that nobody here has, or that opens
 * nothing here, is passed over: the server has other keys than ours.
 */
export async function reportServerLogin(ctx: Context, { login, fingerprint, address }: ServerLogin): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "server") throw new DomainError("forbidden", "server");
  const allowed = authorize(ctx, "espalier:ReportServerLogin", serverResource(ctx, actor.name));
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    const found = await keysLetIn(tx, accountId, { serverId: actor.serverId, login, fingerprint });
    const owners = new Map(found.map(({ key }) => [key.id, key]));
    for (const { id, subAccountId } of owners.values()) {
      const older = or(isNull(sshKeys.lastUsedAt), lt(sshKeys.lastUsedAt, now));
      await tx
        .update(sshKeys)
        .set({ lastUsedAt: now, lastUsedServer: actor.name })
        .where(and(eq(sshKeys.accountId, accountId), eq(sshKeys.id, id), older));
      await recordAudit(tx, allowed, {
        action: "espalier:ReportServerLogin",
        resource: actor.name,
        subAccountId,
        after: { login, fingerprint, address },
      });
    }
  });
}
