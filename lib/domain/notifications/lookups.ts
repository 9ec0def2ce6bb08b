import "server-only";
import { and, type Column, eq, isNull, type SQL, sql } from "drizzle-orm";
import { notificationChoices } from "@/db/schema/notification-choices";
import { notifications } from "@/db/schema/notifications";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import type { SubAccountId } from "@/lib/foundation/ids";

type Personal = typeof notifications | typeof notificationChoices;

/** The person who asks; null: the root user. */
export const callerOf = ({ actor }: Allowed): SubAccountId | null => actingSubAccount(actor)?.subAccountId ?? null;

function ownRows(table: Personal, allowed: Allowed): SQL | undefined {
  const caller = callerOf(allowed);
  const owner = caller === null ? isNull(table.subAccountId) : eq(table.subAccountId, caller);
  return and(eq(table.accountId, allowed.accountId), owner);
}

/** The caller's own, also for an administrator: what somebody else is told is not theirs to read. */
export const ownNotices = (allowed: Allowed) => ownRows(notifications, allowed);
export const ownChoices = (allowed: Allowed) => ownRows(notificationChoices, allowed);

/** Whether a person (null: the root user) has a notice they have not read: one look at the index of the unread. */
export function isAnyUnread(accountId: Column, subAccountId: Column): SQL<boolean> {
  const unread = and(eq(notifications.accountId, accountId), isNull(notifications.readAt));
  const ofRoot = sql`exists (select from ${notifications} where ${and(unread, isNull(notifications.subAccountId))})`;
  const own = sql`exists (select from ${notifications} where ${and(unread, eq(notifications.subAccountId, subAccountId))})`;
  return sql<boolean>`case when ${subAccountId} is null then ${ofRoot} else ${own} end`;
}
