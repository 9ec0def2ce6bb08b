import "server-only";
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { accounts } from "@/db/schema/accounts";
import { billingPeriods, books } from "@/db/schema/books";
import { quarantinedEvents, type quarantineReasons, usageEvents } from "@/db/schema/usage-events";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";
import type { QuarantineFilter, ReplayQuarantinedInput, ReplayWaitingInput } from "./schema";

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
  /** When a replay was last tried in vain. */
  triedAt: Date | null;
  resolution: "replayed" | "dismissed" | null;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolutionReason: string | null;
}

const columns = {
  accountId: quarantinedEvents.accountId,
  accountName: accounts.name,
  id: quarantinedEvents.id,
  reason: quarantinedEvents.reason,
  event: quarantinedEvents.event,
  firstSeenAt: quarantinedEvents.firstSeenAt,
  timesSeen: quarantinedEvents.timesSeen,
  triedAt: quarantinedEvents.triedAt,
  resolution: quarantinedEvents.resolution,
  resolvedAt: quarantinedEvents.resolvedAt,
  resolvedBy: quarantinedEvents.resolvedBy,
  resolutionReason: quarantinedEvents.resolutionReason,
};

const rowsPerPage = 50;

/** What waits in quarantine, or what became of it, of every account or of one, newest first. */
export async function listQuarantined(
  platform: PlatformContext,
  view: QuarantineFilter,
): Promise<Page<QuarantinedView>> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  const cursor = readCursor(view.cursor);
  const backwards = cursor?.direction === "before";
  const at = cursor && !Number.isNaN(Date.parse(cursor.value)) && z.uuid().safeParse(cursor.id).success;
  const here = sql`(${cursor?.value}::timestamptz, ${cursor?.id}::uuid)`;
  const place = sql`(${quarantinedEvents.firstSeenAt}, ${quarantinedEvents.id})`;
  const beyond = at ? (backwards ? sql`${place} > ${here}` : sql`${place} < ${here}`) : undefined;
  const order = backwards && beyond ? asc : desc;
  const found = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ ...columns, place: sql<string>`${quarantinedEvents.firstSeenAt}::text` })
      .from(quarantinedEvents)
      .innerJoin(accounts, eq(accounts.accountId, quarantinedEvents.accountId))
      .where(and(matching(view), beyond))
      .orderBy(order(quarantinedEvents.firstSeenAt), order(quarantinedEvents.id))
      .limit(rowsPerPage + 1),
  );
  const page = cutPage(found, rowsPerPage, beyond && cursor, ({ place: value, id }) => ({ value, id }));
  return { ...page, rows: page.rows.map(({ place: _, ...row }) => presentQuarantined(row)) };
}

type Chosen = Pick<QuarantineFilter, "show" | "reason" | "account" | "month">;

/** Of events joined to their accounts. */
export function matching({ show, reason, account, month }: Chosen): SQL | undefined {
  const at = sql`billing.consumed_at(${quarantinedEvents.event})`;
  return and(
    show === "waiting" ? isNull(quarantinedEvents.resolvedAt) : eq(quarantinedEvents.resolution, show),
    reason ? eq(quarantinedEvents.reason, reason) : undefined,
    account ? eq(accounts.name, account) : undefined,
    month
      ? sql`exists (select from ${billingPeriods} p where p.account_id = ${quarantinedEvents.accountId}
          and p.period = ${`${month}-01`}::date and ${at} >= p.starts_at and ${at} < p.ends_at)`
      : undefined,
  );
}

/** How many events wait for each reason, of every account or of one. */
export async function countQuarantined(
  platform: PlatformContext,
  { account, month }: Pick<QuarantineFilter, "account" | "month">,
): Promise<{ reason: QuarantinedView["reason"]; count: number; oldestAt: Date }[]> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  return withPlatformRead(allowed, (tx) =>
    tx
      .select({
        reason: quarantinedEvents.reason,
        count: sql<number>`count(*)::int`,
        oldestAt: sql<Date>`min(${quarantinedEvents.firstSeenAt})`.mapWith((text: string) => new Date(text)),
      })
      .from(quarantinedEvents)
      .innerJoin(accounts, eq(accounts.accountId, quarantinedEvents.accountId))
      .where(matching({ show: "waiting", reason: "", account, month }))
      .groupBy(quarantinedEvents.reason)
      .orderBy(asc(quarantinedEvents.reason)),
  );
}

/** Everything that waits for a reason, by account: what a replay in bulk goes through. */
export async function listWaiting(
  platform: PlatformContext,
  { reason, account, month }: ReplayWaitingInput,
): Promise<Map<AccountId, string[]>> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: quarantinedEvents.accountId, id: quarantinedEvents.id })
      .from(quarantinedEvents)
      .innerJoin(accounts, eq(accounts.accountId, quarantinedEvents.accountId))
      .where(matching({ show: "waiting", reason, account, month }))
      .orderBy(asc(quarantinedEvents.firstSeenAt))
      .limit(replayedAtOnce),
  );
  const byAccount = new Map<AccountId, string[]>();
  for (const { accountId, id } of rows) byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), id]);
  return byAccount;
}

const replayedAtOnce = 5_000;

/** One event as it was told, with what became of it; a conflict with the one that stands. Throws `not-found`. */
export async function getQuarantined(
  platform: PlatformContext,
  { accountId, id }: ReplayQuarantinedInput,
): Promise<QuarantinedView & { event: Record<string, unknown>; standing: Record<string, unknown> | null }> {
  const allowed = authorizePlatform(platform, "platform:ListUsage");
  return withPlatformRead(allowed, async (tx) => {
    const [row] = await tx
      .select({ ...columns, dedupeKey: quarantinedEvents.dedupeKey })
      .from(quarantinedEvents)
      .innerJoin(accounts, eq(accounts.accountId, quarantinedEvents.accountId))
      .where(and(eq(quarantinedEvents.accountId, accountId), eq(quarantinedEvents.id, id)));
    if (!row) throw new DomainError("not-found", "usage-event");
    const [first] =
      row.reason === "conflict"
        ? await tx
            .select({
              source: usageEvents.source,
              event_id: usageEvents.eventId,
              meter: usageEvents.meter,
              start_at: usageEvents.startAt,
              end_at: usageEvents.endAt,
              value: sql<string>`trim_scale(${usageEvents.value})::text`,
              subject: usageEvents.subject,
              dims: usageEvents.dims,
            })
            .from(usageEvents)
            .where(and(eq(usageEvents.accountId, accountId), eq(usageEvents.dedupeKey, row.dedupeKey)))
        : [];
    return { ...presentQuarantined(row), event: row.event, standing: first ?? null };
  });
}

type Row = Omit<QuarantinedView, "eventId" | "source" | "meter" | "subAccountName" | "value"> & {
  event: Record<string, unknown>;
};

function presentQuarantined({ event, ...row }: Row): QuarantinedView {
  return {
    ...row,
    eventId: wordOf(event.id ?? event.event_id),
    source: wordOf(event.source),
    meter: wordOf(event.type ?? event.meter),
    subAccountName: wordOf(event.subaccount),
    value: wordOf((event.data as Record<string, unknown> | undefined)?.value ?? event.value),
  };
}

const wordOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
