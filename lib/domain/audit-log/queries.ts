import "server-only";
import { and, asc, desc, eq, type SQL } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import { type Allowed, authorize, authorizePlatform, mayDo } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { auditLogResource, ownSignInResource, type Resource, subAccountResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { momentOfId } from "@/lib/foundation/ids";
import { type Tx, withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { askableBy, beyond, matches, occurredKey, visibleTo } from "./list-conditions";
import { type AuditEventView, presentAnyEvent, presentAuditEvent } from "./presenter";
import type { AuditFilter, OperatorAuditFilter } from "./schema";

const eventsPerPage = 50;

/** The account's log where a policy allows it, otherwise the caller's own part of it. */
export function widestLog(ctx: Context): Resource {
  const all = auditLogResource(ctx);
  return mayDo(ctx, "espalier:ListAuditEvents", all) ? all : ownSignInResource(ctx);
}

/** One page of what happened in the account, newest first: all of it, or what a sub-account did and had done to it. */
export async function listAuditEvents(ctx: Context, filter: AuditFilter): Promise<Page<AuditEventView>> {
  const allowed = authorize(ctx, "espalier:ListAuditEvents", widestLog(ctx));
  return withReadTransaction(allowed, async (tx) =>
    pageOf(tx, allowed, filter, await visibleTo(tx, allowed, filter.name)),
  );
}

/** The same of one sub-account, for whoever may read its part of the log. */
export async function listActivity(ctx: Context, name: string, filter: AuditFilter): Promise<Page<AuditEventView>> {
  const allowed = authorize(ctx, "espalier:ListAuditEvents", subAccountResource(ctx, name));
  return withReadTransaction(allowed, async (tx) => pageOf(tx, allowed, filter, await visibleTo(tx, allowed, name)));
}

/** Where a page lies: the condition of its cursor, and whether it is read backwards. */
function placeOf(log: Parameters<typeof beyond>[0], text: string | undefined) {
  const read = readCursor(text);
  const place = read && beyond(log, read);
  const cursor: KeysetCursor | undefined = place && read;
  return { place, cursor, order: cursor?.direction === "before" ? asc : desc };
}

async function pageOf(tx: Tx, allowed: Allowed, filter: AuditFilter, visible: SQL | undefined) {
  const { place, cursor, order } = placeOf(auditEvents, filter.cursor);
  const found = await tx
    .select({ event: auditEvents, key: occurredKey(auditEvents) })
    .from(auditEvents)
    .where(and(visible, askableBy(allowed, filter), matches(auditEvents, filter), place))
    .orderBy(order(auditEvents.occurredAt), order(auditEvents.id))
    .limit(eventsPerPage + 1);
  const page = cutPage(found, eventsPerPage, cursor, ({ event, key }) => ({ value: key, id: event.id }));
  return { ...page, rows: page.rows.map(({ event }) => presentAuditEvent(event, allowed)) };
}

/** One event. Another account's, another sub-account's and a made-up one all throw `not-found`. */
export async function getAuditEvent(ctx: Context, id: string): Promise<AuditEventView> {
  const allowed = authorize(ctx, "espalier:ListAuditEvents", widestLog(ctx));
  // Its own moment: it leads to the one partition, and the key, that hold it.
  const at = id === id.toLowerCase() ? momentOfId(id) : undefined;
  if (!at) throw new DomainError("not-found", "audit-event");
  const [event] = await withReadTransaction(allowed, async (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(and(await visibleTo(tx, allowed, ""), eq(auditEvents.occurredAt, at), eq(auditEvents.id, id))),
  );
  if (!event) throw new DomainError("not-found", "audit-event");
  return presentAuditEvent(event, allowed);
}

export interface OperatorAuditEventView extends AuditEventView {
  /** undefined in the platform's own log. */
  accountName: string | undefined;
}

/** What operators see: the platform's own log, or that of one account or all of them. */
export async function listOperatorAuditEvents(
  platform: PlatformContext,
  filter: OperatorAuditFilter,
): Promise<Page<OperatorAuditEventView>> {
  const allowed = authorizePlatform(platform, "platform:ListAuditEvents");
  return withPlatformRead(allowed, (tx) =>
    filter.of === "accounts" ? pageOfAccounts(tx, filter) : pageOfPlatform(tx, filter),
  );
}

async function pageOfPlatform(tx: Tx, filter: OperatorAuditFilter): Promise<Page<OperatorAuditEventView>> {
  const { place, cursor, order } = placeOf(operatorAuditEvents, filter.cursor);
  const found = await tx
    .select({ event: operatorAuditEvents, key: occurredKey(operatorAuditEvents) })
    .from(operatorAuditEvents)
    .where(and(matches(operatorAuditEvents, filter), place))
    .orderBy(order(operatorAuditEvents.occurredAt), order(operatorAuditEvents.id))
    .limit(eventsPerPage + 1);
  const page = cutPage(found, eventsPerPage, cursor, ({ event, key }) => ({ value: key, id: event.id }));
  return { ...page, rows: page.rows.map(({ event }) => ({ ...presentAnyEvent(event), accountName: undefined })) };
}

async function pageOfAccounts(tx: Tx, filter: OperatorAuditFilter): Promise<Page<OperatorAuditEventView>> {
  const { place, cursor, order } = placeOf(auditEvents, filter.cursor);
  const found = await tx
    .select({ event: auditEvents, key: occurredKey(auditEvents), accountName: accounts.name })
    .from(auditEvents)
    .innerJoin(accounts, eq(accounts.accountId, auditEvents.accountId))
    .where(and(filter.account ? eq(accounts.name, filter.account) : undefined, matches(auditEvents, filter), place))
    .orderBy(order(auditEvents.occurredAt), order(auditEvents.id))
    .limit(eventsPerPage + 1);
  const page = cutPage(found, eventsPerPage, cursor, ({ event, key }) => ({ value: key, id: event.id }));
  return { ...page, rows: page.rows.map(({ event, accountName }) => ({ ...presentAnyEvent(event), accountName })) };
}
