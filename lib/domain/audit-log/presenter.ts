import "server-only";
import type { auditEvents } from "@/db/schema/audit-events";
import { actingSubAccount, type Context } from "@/lib/authorization/context";

type Facts = Record<string, string | number | boolean | null>;

export interface AuditEventView {
  id: string;
  at: Date;
  /** As the log has it, and `host` for the command line. */
  actorType: string;
  actorName: string;
  action: string;
  resource: string;
  result: "allowed" | "refused" | "failed";
  code: string;
  ip: string;
  userAgent: string;
  /** The session or the access key it was done with. */
  sessionId: string | null;
  accessKeyId: string | null;
  requestId: string;
  before: Facts | null;
  after: Facts | null;
}

type Row = Omit<typeof auditEvents.$inferSelect, "accountId" | "subAccountId">;
type Who = Pick<AuditEventView, "actorName" | "ip" | "userAgent" | "sessionId" | "accessKeyId">;

const nobody: Who = { actorName: "", ip: "", userAgent: "", sessionId: null, accessKeyId: null };

/** Field by named field: what of an event may leave the server. */
export function presentAnyEvent(row: Row, who: Who = whoOf(row)): AuditEventView {
  const { id, occurredAt, action, resource, result, code, requestId } = row;
  const actorType = row.actorType === "operator" && row.actorId === "host" ? "host" : row.actorType;
  const what = { id, at: occurredAt, actorType, action, resource, result, code, requestId };
  return { ...what, ...who, before: facts(row.before), after: facts(row.after) };
}

/**
 * The same to somebody of the account: a sub-account learns what an administrator did to it, but not who that was and
 * from where.
 */
export function presentAuditEvent(row: Row, { scope, actor }: Pick<Context, "scope" | "actor">): AuditEventView {
  const isOwn = isActedBy(row, actingSubAccount(actor)?.name);
  return presentAnyEvent(row, scope.kind === "account" || isOwn ? whoOf(row) : nobody);
}

/** Names of sub-accounts are never given twice, and a key acts under its owner's. */
function isActedBy({ actorType, actorName }: Row, name: string | undefined): boolean {
  return (actorType === "sub-account" || actorType === "access-key") && actorName === name;
}

function whoOf({ actorType, actorId, actorName, ip, userAgent, sessionId }: Row): Who {
  return { actorName, ip, userAgent, sessionId, accessKeyId: actorType === "access-key" ? actorId : null };
}

function facts(value: unknown): Facts | null {
  return typeof value === "object" && value !== null ? (value as Facts) : null;
}
