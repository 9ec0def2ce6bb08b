import "server-only";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { withPlatformRead } from "@/lib/foundation/transaction";
import type { MessageKind } from "./message-kinds";
import { openMessage } from "./open-message";
import { type RenderedMessage, renderMessage } from "./templates";

export interface OutboxRow {
  id: string;
  channel: "mail" | "sms";
  kind: MessageKind;
  recipient: string;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  lastError: string;
  createdAt: Date;
  sentAt: Date | null;
  /** The words themselves, only in the demo: elsewhere a code or link is for its recipient alone. */
  content: RenderedMessage | undefined;
}

const rowsPerPage = 25;

/** What is on its way to people, newest first. */
export async function listOutbox(
  platform: PlatformContext,
  { cursor: text, withContent }: { cursor?: string | undefined; withContent: boolean },
): Promise<Page<OutboxRow>> {
  const allowed = authorizePlatform(platform, "platform:ListOutbox");
  const cursor = readCursor(text);
  const backwards = cursor?.direction === "before";
  const order = backwards ? asc : desc;
  const found = await withPlatformRead(allowed, (tx) =>
    tx
      .select()
      .from(outboxMessages)
      .where(and(cursor ? beyond(cursor) : undefined))
      .orderBy(order(outboxMessages.createdAt), order(outboxMessages.id))
      .limit(rowsPerPage + 1),
  );
  const rows = found.map((row): OutboxRow => {
    const { id, channel, kind, recipient, state, attempts, lastError, createdAt, sentAt } = row;
    const { locale, params } = openMessage(row);
    const content = withContent ? renderMessage(kind, channel, locale, params) : undefined;
    return { id, channel, kind, recipient, state, attempts, lastError, createdAt, sentAt, content };
  });
  return cutPage(rows, rowsPerPage, cursor, (row) => ({ value: row.createdAt.toISOString(), id: row.id }));
}

function beyond({ direction, value, id }: KeysetCursor): SQL | undefined {
  if (Number.isNaN(Date.parse(value)) || !/^[0-9a-f-]{36}$/.test(id)) return eq(sql`1`, sql`1`);
  const key = sql`(${outboxMessages.createdAt}, ${outboxMessages.id})`;
  const place = sql`(${new Date(value).toISOString()}::timestamptz, ${id}::uuid)`;
  return direction === "before" ? sql`${key} > ${place}` : sql`${key} < ${place}`;
}
