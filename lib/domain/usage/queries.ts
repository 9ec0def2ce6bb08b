import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { books } from "@/db/schema/books";
import { quarantinedEvents, type quarantineReasons, usageEvents } from "@/db/schema/usage-events";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";

/** Accounts with usage that the rater has not taken yet. */
export async function listAccountsToRate(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: books.accountId })
      .from(books)
      .where(
        sql`exists (select from ${usageEvents} u where u.account_id = ${books.accountId} and u.ingest_xid > ${books.ratedTo})`,
      ),
  );
  return rows.map(({ accountId }) => accountId);
}

export interface QuarantinedView {
  accountId: AccountId;
  accountName: string;
  id: string;
  reason: (typeof quarantineReasons)[number];
  eventId: string;
  source: string;
  meter: string;
  subAccountName: string;
  value: string;
  firstSeenAt: Date;
  timesSeen: number;
}

const shown = 200;

/** What waits in quarantine, of every account, newest first. */
export async function listQuarantined(platform: PlatformContext): Promise<QuarantinedView[]> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({
        accountId: quarantinedEvents.accountId,
        accountName: accounts.name,
        id: quarantinedEvents.id,
        reason: quarantinedEvents.reason,
        event: quarantinedEvents.event,
        firstSeenAt: quarantinedEvents.firstSeenAt,
        timesSeen: quarantinedEvents.timesSeen,
      })
      .from(quarantinedEvents)
      .innerJoin(accounts, and(eq(accounts.accountId, quarantinedEvents.accountId)))
      .where(isNull(quarantinedEvents.resolvedAt))
      .orderBy(desc(quarantinedEvents.firstSeenAt))
      .limit(shown),
  );
  return rows.map(({ event, ...row }) => ({
    ...row,
    eventId: wordOf(event.id ?? event.event_id),
    source: wordOf(event.source),
    meter: wordOf(event.type ?? event.meter),
    subAccountName: wordOf(event.subaccount),
    value: wordOf((event.data as Record<string, unknown> | undefined)?.value ?? event.value),
  }));
}

const wordOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
