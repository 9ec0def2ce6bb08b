import "server-only";
import type { auditEvents } from "@/db/schema/audit-events";
import type { Scope } from "@/lib/foundation/fence";

type Facts = Record<string, string | number | boolean | null>;

export interface AuditEventView {
  id: string;
  at: Date;
  actorType: string;
  actorName: string;
  action: string;
  resource: string;
  result: "allowed" | "refused" | "failed";
  code: string;
  ip: string;
  userAgent: string;
  requestId: string;
  before: Facts | null;
  after: Facts | null;
}

/**
 * Field by named field: what of an event may leave the server. A sub-account learns what an administrator did to it,
 * but not who that was and from where.
 */
export function presentAuditEvent(row: typeof auditEvents.$inferSelect, scope: Scope): AuditEventView {
  const { id, occurredAt, actorType, action, resource, result, code, requestId } = row;
  const known = scope.kind === "account" || row.actorId === scope.subAccountId;
  const { actorName, ip, userAgent } = known ? row : { actorName: "", ip: "", userAgent: "" };
  const who = { actorType, actorName, ip, userAgent, requestId };
  return {
    id,
    at: occurredAt,
    ...who,
    action,
    resource,
    result,
    code,
    before: facts(row.before),
    after: facts(row.after),
  };
}

function facts(value: unknown): Facts | null {
  return typeof value === "object" && value !== null ? (value as Facts) : null;
}
