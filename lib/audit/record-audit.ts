import "server-only";
import { auditEvents, type auditResults } from "@/db/schema/audit-events";
import { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import type { Action, DoorAction } from "@/lib/authorization/actions";
import type { Allowed, PlatformAllowed } from "@/lib/authorization/authorize";
import type { Actor, PlatformActor } from "@/lib/authorization/context";
import type { SubAccountId } from "@/lib/foundation/ids";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { AuditedFacts } from "./audited-fields";

export interface AuditEntry {
  action: Action | DoorAction;
  resource: string;
  /** The sub-account whose own log shows the event beside the account's. */
  subAccountId?: SubAccountId | null;
  result?: (typeof auditResults)[number];
  code?: string;
  before?: AuditedFacts;
  after?: AuditedFacts;
}

function actorId(actor: Actor | PlatformActor): string {
  switch (actor.type) {
    case "operator":
      return actor.operatorId ?? "host";
    case "sub-account":
      return actor.subAccountId;
    case "access-key":
      return actor.accessKeyId;
    case "service":
      return actor.serviceKeyId;
    case "server":
      return actor.serverId;
    default:
      return actor.type;
  }
}

function rowOf(by: Allowed | PlatformAllowed, entry: AuditEntry) {
  return {
    id: newId(by.now.getTime()),
    occurredAt: by.now,
    actorType: by.actor.type,
    actorId: actorId(by.actor),
    actorName: by.actor.name,
    action: entry.action,
    resource: entry.resource,
    result: entry.result ?? "allowed",
    code: entry.code ?? "",
    ip: by.facts.ip,
    userAgent: by.facts.userAgent,
    sessionId: by.actor.sessionId,
    requestId: by.requestId,
    before: entry.before ?? null,
    after: entry.after ?? null,
  } as const;
}

/** One event in the account's log, in the transaction of the change: if it cannot be written, the change is not made. */
export async function recordAudit(tx: Tx, allowed: Allowed, entry: AuditEntry): Promise<void> {
  const own = allowed.scope.kind === "sub-account" ? allowed.scope.subAccountId : null;
  await tx
    .insert(auditEvents)
    .values({ ...rowOf(allowed, entry), accountId: allowed.accountId, subAccountId: entry.subAccountId ?? own });
}

/** The same for the platform's own log. */
export async function recordPlatformAudit(tx: Tx, allowed: PlatformAllowed, entry: AuditEntry): Promise<void> {
  await tx.insert(operatorAuditEvents).values(rowOf(allowed, entry));
}
