import "server-only";
import { and, asc, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { type AuditEventView, presentAuditEvent } from "./presenter";
import type { AuditFilter } from "./schema";

const eventsPerPage = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const microseconds = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const occurredKey = sql<string>`to_char(${auditEvents.occurredAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** One page of what happened in the account, newest first: all of it, or what a sub-account did and had done to it. */
export async function listAuditEvents(ctx: Context, filter: AuditFilter): Promise<Page<AuditEventView>> {
  const allowed = authorizeWidest(ctx, "espalier:ListAuditEvents");
  const cursor = readCursor(filter.cursor);
  const place = cursor && beyond(cursor);
  const backwards = place !== undefined && cursor?.direction === "before";
  const order = backwards ? asc : desc;
  return withReadTransaction(allowed, async (tx) => {
    const found = await tx
      .select({ event: auditEvents, key: occurredKey })
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.accountId, allowed.accountId),
          await ofSubAccount(tx, allowed, filter.name),
          filter.until ? lt(auditEvents.occurredAt, endOf(filter.until)) : undefined,
          place,
        ),
      )
      .orderBy(order(auditEvents.occurredAt), order(auditEvents.id))
      .limit(eventsPerPage + 1);
    const page = cutPage(found, eventsPerPage, place && cursor, ({ event, key }) => ({ value: key, id: event.id }));
    return { ...page, rows: page.rows.map(({ event }) => presentAuditEvent(event, allowed.scope)) };
  });
}

/** The events of one sub-account; in scope `self` only its own exist. A name nobody has matches nothing. */
async function ofSubAccount(tx: Tx, { accountId, scope }: Allowed, name: string): Promise<SQL | undefined> {
  if (scope.kind === "sub-account") return eq(auditEvents.subAccountId, scope.subAccountId);
  if (!name) return undefined;
  const [person] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} collate "C" = ${name}`));
  return person ? eq(auditEvents.subAccountId, person.id) : sql`false`;
}

function endOf(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
}

/** undefined for a cursor somebody edited, which begins the list anew. */
function beyond({ direction, value, id }: KeysetCursor): SQL | undefined {
  if (!microseconds.test(value) || Number.isNaN(Date.parse(value)) || !uuid.test(id)) return undefined;
  const key = sql`(${auditEvents.occurredAt}, ${auditEvents.id})`;
  const place = sql`(${value}::timestamptz, ${id}::uuid)`;
  return direction === "before" ? sql`${key} > ${place}` : sql`${key} < ${place}`;
}
