import "server-only";
import { and, asc, desc, isNull, type SQL, sql } from "drizzle-orm";
import { notificationChoices } from "@/db/schema/notification-choices";
import { notifications } from "@/db/schema/notifications";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { withReadTransaction } from "@/lib/foundation/transaction";
import type { NoticeFilter } from "./choice-schema";
import { ownChoices, ownNotices } from "./lookups";
import { type NotificationKind, type OptionalNotice, optionalNotices } from "./rules";

interface NoticeView {
  id: string;
  kind: NotificationKind;
  params: Record<string, string>;
  at: Date;
  /** Null: not yet. */
  readAt: Date | null;
  /** What became of the mail; null: none was sent. `error`: why the last try failed. */
  mail: { state: "waiting" | "sent" | "failed"; at: Date | null; error: string } | null;
}

export interface OwnNotices extends Page<NoticeView> {
  anyUnread: boolean;
  /** What comes by mail, and in which language; undefined language: that of the account's sign-up. */
  byMail: Record<OptionalNotice, boolean>;
  locale: string | undefined;
}

const noticesPerPage = 25;

/** One's own notices, newest first, with what of them also comes by mail. */
export async function listNotices(ctx: Context, filter: NoticeFilter): Promise<OwnNotices> {
  const allowed = authorize(ctx, "espalier:ListNotices", ownSignInResource(ctx));
  const read = readCursor(filter.cursor);
  const place = read && beyond(read);
  const cursor = place && read;
  const order = cursor?.direction === "before" ? asc : desc;
  return withReadTransaction(allowed, async (tx) => {
    const [found, unread, [choices]] = await Promise.all([
      tx
        .select()
        .from(notifications)
        .where(and(ownNotices(allowed), place))
        .orderBy(order(notifications.createdAt), order(notifications.id))
        .limit(noticesPerPage + 1),
      tx
        .select({ id: notifications.id })
        .from(notifications)
        .where(and(ownNotices(allowed), isNull(notifications.readAt)))
        .limit(1),
      tx.select().from(notificationChoices).where(ownChoices(allowed)),
    ]);
    const page = cutPage(found, noticesPerPage, cursor, (row) => ({ value: row.createdAt.toISOString(), id: row.id }));
    const silenced: unknown[] = Array.isArray(choices?.silenced) ? choices.silenced : [];
    const byMail = Object.fromEntries(optionalNotices.map((notice) => [notice, !silenced.includes(notice)]));
    return {
      ...page,
      rows: page.rows.map(presentNotice),
      anyUnread: unread.length > 0,
      byMail: byMail as OwnNotices["byMail"],
      locale: choices?.locale,
    };
  });
}

function presentNotice(row: typeof notifications.$inferSelect): NoticeView {
  const { id, kind, params, readAt, createdAt: at, mail: state, mailAt, mailError: error } = row;
  const mail = state && { state, at: mailAt, error };
  return { id, kind, params: params as Record<string, string>, at, readAt, mail };
}

/** Moments are ours, to the millisecond. */
function beyond({ direction, value, id }: KeysetCursor): SQL | undefined {
  if (Number.isNaN(Date.parse(value)) || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const key = sql`(${notifications.createdAt}, ${notifications.id})`;
  const place = sql`(${new Date(value).toISOString()}::timestamptz, ${id}::uuid)`;
  return direction === "before" ? sql`${key} > ${place}` : sql`${key} < ${place}`;
}
