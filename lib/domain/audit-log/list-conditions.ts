import "server-only";
import { and, eq, gte, inArray, lt, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import type { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import { subAccounts } from "@/db/schema/sub-accounts";
import { amongOperators } from "@/lib/authorization/actions";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import { isId, momentOfId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { findNamelessActor } from "./find-nameless-actor";
import type { AuditFilter } from "./schema";

const microseconds = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

type Log = typeof auditEvents | typeof operatorAuditEvents;
type Filters = Omit<AuditFilter, "name" | "cursor">;

/** What both logs can be asked for; every condition is one of the row's own columns. */
export function matches(log: Log, { actor, action, target, result, ip, session, request, from, until }: Filters) {
  return and(
    actor ? isActor(log, actor) : undefined,
    action ? eq(log.action, action) : undefined,
    target ? eq(log.resource, target) : undefined,
    // Said as the partial index says it, for both of the results it holds.
    result && result !== "allowed" ? ne(log.result, "allowed") : undefined,
    result ? eq(log.result, result) : undefined,
    ip ? eq(log.ip, ip) : undefined,
    session ? eq(log.sessionId, session) : undefined,
    request ? and(eq(log.requestId, request), duringRequest(log, request)) : undefined,
    from ? gte(log.occurredAt, dayAt(from, 0)) : undefined,
    until ? lt(log.occurredAt, dayAt(until, 1)) : undefined,
  );
}

const hourMs = 3_600_000;

/** A request's id says when it came: what was done in it stands in the log about then, and nothing else is read. */
export function duringRequest({ occurredAt }: Log, requestId: string): SQL | undefined {
  const at = momentOfId(requestId)?.getTime();
  if (at === undefined) return undefined;
  return and(gte(occurredAt, new Date(at - hourMs)), lt(occurredAt, new Date(at + 24 * hourMs)));
}

/** By name, which has an index; or by the words that stand where nobody has one. */
function isActor(log: Log, typed: string): SQL | undefined {
  const found = findNamelessActor(typed);
  if (!found) return eq(log.actorName, typed);
  return and(eq(log.actorName, found.name), inArray(log.actorType, [...found.types]));
}

function dayAt(day: string, later: number): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + later * 86_400_000);
}

/**
 * In its own scope a sub-account is not told who else acted and from where, so it cannot ask for it either: a filter
 * that goes by these finds what it did itself.
 */
export function askableBy({ scope, actor: by }: Allowed, { actor, ip, session }: Filters): SQL | undefined {
  if (scope.kind !== "sub-account" || !(actor || ip || session)) return undefined;
  const own = actingSubAccount(by)?.name ?? "";
  return and(inArray(auditEvents.actorType, ["sub-account", "access-key"]), eq(auditEvents.actorName, own));
}

/** To the microsecond, as cursors carry it. */
export const occurredKey = (log: Log) =>
  sql<string>`to_char(${log.occurredAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Where the page continues; undefined for a cursor somebody edited, which begins the list anew. */
export function beyond(log: Log, { direction, value, id }: KeysetCursor): SQL | undefined {
  if (!microseconds.test(value) || Number.isNaN(Date.parse(value)) || !isId(id)) return undefined;
  const key = sql`(${log.occurredAt}, ${log.id})`;
  const place = sql`(${value}::timestamptz, ${id}::uuid)`;
  return direction === "before" ? sql`${key} > ${place}` : sql`${key} < ${place}`;
}

/**
 * The events the caller may see, narrowed to one sub-account where a name is given: in its own scope a sub-account has
 * only its own. Of one that is deleted the log still knows what was done under its name.
 */
export async function visibleTo(tx: Tx, { accountId, scope }: Allowed, name: string): Promise<SQL | undefined> {
  const ofAccount = and(eq(auditEvents.accountId, accountId), notInArray(auditEvents.action, [...amongOperators]));
  if (scope.kind === "sub-account") return and(ofAccount, eq(auditEvents.subAccountId, scope.subAccountId));
  if (!name) return ofAccount;
  const [person] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} collate "C" = ${name}`));
  if (person) return and(ofAccount, eq(auditEvents.subAccountId, person.id));
  return and(ofAccount, or(eq(auditEvents.resource, name), eq(auditEvents.actorName, name)));
}
