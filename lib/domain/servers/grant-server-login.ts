import "server-only";
import { and, count, eq, isNull } from "drizzle-orm";
import { serverGrants } from "@/db/schema/server-grants";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { lockGroup, lockHolder } from "@/lib/domain/policies/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { lockServer } from "./lookups";
import { networksOf, requireRoomForGrant, requireServerProof } from "./rules";
import type { GrantServerLoginInput } from "./schema";

/** Lets a sub-account, a group or everybody of the account log in to a server under one name, from somewhere or anywhere. */
export async function grantServerLogin(ctx: Context, input: GrantServerLoginInput): Promise<void> {
  const { name, who, login } = input;
  const allowed = authorize(ctx, "espalier:GrantServerLogin", serverResource(ctx, name));
  requireServerProof(allowed);
  const networks = networksOf(input.networks);
  const { accountId, now, actor } = allowed;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const server = await lockServer(tx, allowed, name);
    const subject = await lockSubject(tx, allowed, input);
    await requireNewGrant(tx, allowed, server.id, { ...subject, login });
    await tx.insert(serverGrants).values({
      ...{ accountId, id: newId(now.getTime()), serverId: server.id, ...subject, login, networks },
      ...{ createdBy: actor.name, createdAt: now },
    });
    await recordAudit(tx, allowed, {
      action: "espalier:GrantServerLogin",
      resource: name,
      subAccountId: subject.subAccountId,
      after: { who, of: input.subject, login, networks: networks.join(" ") },
    });
  });
}

/** Held until the transaction ends: neither goes while it is let in. Throws `not-found`. */
async function lockSubject(tx: Tx, allowed: Allowed, { who, subject }: GrantServerLoginInput) {
  const person = who === "sub-account" ? await lockHolder(tx, allowed, subject) : undefined;
  const group = who === "group" ? await lockGroup(tx, allowed, subject, "share") : undefined;
  return { subAccountId: person?.id ?? null, groupId: group?.id ?? null };
}

type Subject = Awaited<ReturnType<typeof lockSubject>>;

async function requireNewGrant(
  tx: Tx,
  { accountId }: Allowed,
  serverId: string,
  { subAccountId, groupId, login }: Subject & { login: string },
): Promise<void> {
  const ofServer = and(eq(serverGrants.accountId, accountId), eq(serverGrants.serverId, serverId));
  const [present] = await tx.select({ found: count() }).from(serverGrants).where(ofServer);
  requireRoomForGrant(present?.found ?? 0);
  const same = and(
    ofServer,
    eq(serverGrants.login, login),
    subAccountId ? eq(serverGrants.subAccountId, subAccountId) : isNull(serverGrants.subAccountId),
    groupId ? eq(serverGrants.groupId, groupId) : isNull(serverGrants.groupId),
  );
  const [given] = await tx.select({ found: count() }).from(serverGrants).where(same);
  if (!given?.found) return;
  throw new DomainError("already-exists", "server-login", {
    reason: "serverLoginPresent",
    details: { field: "login" },
  });
}
