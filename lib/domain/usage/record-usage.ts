import "server-only";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { skus } from "@/db/schema/price-book";
import { reservedNames } from "@/db/schema/reserved-names";
import type { quarantineReasons } from "@/db/schema/usage-events";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { usageResource } from "@/lib/authorization/resources";
import { post } from "@/lib/domain/ledger/steps";
import { plainArray, textArray } from "@/lib/foundation/text-array";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import type { PlacedEvent } from "./report-usage";
import { type MeteredEvent, reasonToWait } from "./rules";

type Reason = (typeof quarantineReasons)[number];

export interface UsageVerdict {
  /** Its place in the batch. */
  index: number;
  id: string;
  status: "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";
  reason?: Reason | "malformed" | "unknown-account";
  message?: string;
}

/** Words for the sender, who can do nothing about what waits: the operator can. */
const messageOf: Readonly<Record<Reason, string>> = {
  conflict: "an event with this id and other content was accepted before; that one stands, this one is kept aside",
  future: "its time lies ahead of ours; it is kept and can be replayed",
  "no-price": "nothing in the price book is for it; it is kept and can be replayed",
  "too-old": "it came more than 45 days late; it is kept and can be replayed",
  "unknown-meter": "no SKU has this meter; it is kept and can be replayed",
  "unknown-sub-account": "the account never had this sub-account; it is kept and can be replayed",
};

/** Stores the events of one account in one transaction; what cannot be billed yet is kept in quarantine. */
export async function recordUsage(ctx: Context, events: readonly PlacedEvent[]): Promise<UsageVerdict[]> {
  const allowed = authorize(ctx, "espalier:ReportUsage", usageResource(ctx));
  return withTransaction(allowed, (tx) => storeUsage(tx, allowed, events));
}

/** The same in the caller's transaction. `anyAge`: the operator has looked at its age and lets it pass. */
export async function storeUsage(
  tx: Tx,
  allowed: Allowed,
  events: readonly PlacedEvent[],
  { anyAge = false } = {},
): Promise<UsageVerdict[]> {
  const idOf = await readSubAccounts(tx, allowed, events);
  const meters = await readMeters(tx, events);
  const verdicts: UsageVerdict[] = [];
  const good: (PlacedEvent & { subAccountId: string })[] = [];
  const waiting: { event: MeteredEvent; reason: Reason }[] = [];
  for (const { index, event } of events) {
    const subAccountId = idOf.get(event.subaccount);
    const reason =
      (anyAge ? undefined : reasonToWait(event, allowed.now)) ??
      (meters.has(event.type) ? undefined : "unknown-meter") ??
      (subAccountId ? undefined : "unknown-sub-account");
    if (reason === undefined && subAccountId) good.push({ index, event, subAccountId });
    else if (reason) {
      waiting.push({ event, reason });
      verdicts.push({ index, id: event.id, status: "quarantined", reason, message: messageOf[reason] });
    }
  }
  await quarantine(tx, allowed, waiting);
  const told = await ingest(tx, allowed, good);
  for (const { index, event } of good) {
    const status = told.get(index) ?? "accepted";
    const why = status === "conflict" ? { reason: status, message: messageOf.conflict } : {};
    verdicts.push({ index, id: event.id, status, ...why });
  }
  return verdicts;
}

/** Names that are or were: facts about disabled and deleted sub-accounts are facts all the same. */
async function readSubAccounts(tx: Tx, { accountId }: Allowed, events: readonly PlacedEvent[]) {
  const names = [...new Set(events.map(({ event }) => event.subaccount))];
  const rows = await tx
    .select({ name: reservedNames.name, id: reservedNames.subAccountId })
    .from(reservedNames)
    .where(
      and(
        eq(reservedNames.accountId, accountId),
        inArray(reservedNames.name, names),
        isNotNull(reservedNames.subAccountId),
      ),
    );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

async function readMeters(tx: Tx, events: readonly PlacedEvent[]): Promise<Set<string>> {
  const named = [...new Set(events.map(({ event }) => event.type))];
  const rows = await tx
    .selectDistinct({ meter: skus.meter })
    .from(skus)
    .where(and(inArray(skus.meter, named), eq(skus.recurring, false)));
  return new Set(rows.map(({ meter }) => meter));
}

async function quarantine(
  tx: Tx,
  { now }: Allowed,
  waiting: readonly { event: MeteredEvent; reason: Reason }[],
): Promise<void> {
  if (waiting.length === 0) return;
  const rows = waiting.map(({ event: { startAt, endAt, dedupeKey, digest, ...event }, reason }) => {
    return { reason, dedupe_key: dedupeKey, digest, event };
  });
  await post(tx, sql`select billing.quarantine_usage(${JSON.stringify(rows)}::jsonb, ${now.toISOString()})`);
}

async function ingest(tx: Tx, { now }: Allowed, good: readonly (PlacedEvent & { subAccountId: string })[]) {
  if (good.length === 0) return new Map<number, "duplicate" | "conflict">();
  const plain = (read: (one: (typeof good)[number]) => string) => plainArray(good.map(read));
  const text = (read: (event: MeteredEvent) => string) => textArray(good.map(({ event }) => read(event)));
  const dims = textArray(good.map(({ event }) => (event.data.dims ? JSON.stringify(event.data.dims) : null)));
  const told = await post<{ pos: number; status: "duplicate" | "conflict" }>(
    tx,
    sql`select * from billing.ingest_usage(${now.toISOString()}, ${plain(({ index }) => String(index))},
      ${plain(({ event }) => event.dedupeKey)}, ${plain(({ event }) => event.digest)},
      ${plain(({ subAccountId }) => subAccountId)}, ${text(({ source }) => source)}, ${text(({ id }) => id)},
      ${text(({ type }) => type)}, ${plain(({ event }) => event.startAt)},
      ${plain(({ event }) => event.endAt)}, ${plain(({ event }) => event.data.value)},
      ${text(({ subject }) => subject ?? "")}, ${dims})`,
  );
  return new Map(told.map(({ pos, status }) => [pos, status]));
}
