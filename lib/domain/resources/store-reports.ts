import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { resourceEvents, resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { textArray } from "@/lib/foundation/text-array";
import type { Tx } from "@/lib/foundation/transaction";
import { readOrders } from "./lookups";
import { nothingOrdered, partsOf, type WorkspaceOrder } from "./rules";
import type { ReportResourceInput, RetireResourceInput } from "./schema";

export interface Told {
  allowed: Allowed;
  /** Opens the transaction of whoever reports, with the fence that it was given. */
  within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Without a state, or `retired`: it is gone. */
  told: ReportResourceInput | (RetireResourceInput & { state?: "retired" });
}

export interface ResourceReport {
  /** `outdated`: something newer was told before, and stands. */
  status: "registered" | "updated" | "unchanged" | "outdated";
  version: number;
  /** What is decided now: a service that missed a webhook learns it here. */
  workspace: WorkspaceOrder;
}

/** What came of a report: its answer, or why it was refused. */
export type Outcome = ResourceReport | DomainError;

/** Somebody else registered it at the same moment: it is to be read anew. */
type Again = "again";

type Row = Omit<typeof resources.$inferSelect, "nameKey" | "ownIdKey">;
type Event = typeof resourceEvents.$inferInsert;
type Kind = (typeof resourceEvents.$inferSelect)["kind"];

/**
 * Stores what one service told of resources of one account: a few statements, however many there are. One that is
 * refused leaves the others alone; their outcomes in the order of the reports.
 */
export async function storeReports(reports: readonly Told[]): Promise<Outcome[]> {
  const outcomes = new Map<Told, Outcome>();
  for (let left = reports; left.length > 0; left = left.filter((report) => !outcomes.has(report))) {
    // Two about one resource are not judged by the same reading. A transaction for each round: none holds two rounds' rows.
    const round = [...new Map(left.toReversed().map((report) => [report.told.arn, report])).values()];
    const stored = await storeRound(round);
    for (const [at, report] of round.entries()) {
      const outcome = stored[at];
      if (outcome && outcome !== "again") outcomes.set(report, outcome);
    }
  }
  return reports.map((report) => outcomes.get(report) as Outcome);
}

async function storeRound(reports: readonly Told[]): Promise<(Outcome | Again)[]> {
  const [first] = reports;
  if (!first) return [];
  return first.within((tx) => storeOnce(tx, first.allowed, reports));
}

/** Each of them about a resource of its own. */
async function storeOnce(tx: Tx, { accountId }: Allowed, reports: readonly Told[]): Promise<(Outcome | Again)[]> {
  const owners = [...new Set(reports.map(({ told }) => told.subAccount))];
  const arns = reports.map(({ told }) => told.arn);
  const [people, orders, known] = await Promise.all([
    holdOwners(tx, accountId, owners),
    readOrders(tx, { accountId }, owners),
    tx
      .select()
      .from(resources)
      .where(and(eq(resources.accountId, accountId), sql`${resources.arn} = any(${textArray(arns)}::text[])`))
      .orderBy(asc(resources.arn))
      .for("no key update"),
  ]);
  const before = new Map(known.map((row) => [row.arn, row]));
  const judged = reports.map(({ allowed, told }) =>
    judge(contentOf(told, allowed), before.get(told.arn), people.get(told.subAccount)),
  );
  const made = await insertNew(
    tx,
    judged.flatMap((one) => ("insert" in one ? [one.insert] : [])),
  );
  const events: Event[] = [];
  const outcomes = judged.map((one, at): Outcome | Again => {
    const { allowed, told } = reports[at] as Told;
    if ("refused" in one) return one.refused;
    if ("insert" in one && !made.has(told.arn)) return "again";
    const row = "insert" in one ? one.insert : "update" in one ? one.update : undefined;
    if (row && "kind" in one && one.kind) events.push(eventOf(allowed, row, one.kind));
    return { status: one.status, version: one.version, workspace: orders.get(told.subAccount) ?? nothingOrdered };
  });
  await Promise.all([
    change(
      tx,
      accountId,
      judged.flatMap((one) => ("update" in one ? [one.update] : [])),
    ),
    noteEvents(tx, events),
  ]);
  return outcomes;
}

type Judged =
  | { refused: DomainError }
  | ({ version: number } & (
      | { status: "unchanged" | "outdated" }
      | { status: "registered"; insert: Row; kind: Kind }
      | { status: "updated"; update: Row; kind: Kind | undefined }
    ));

/** As a row that is new; `judge` decides what of it stands. */
function contentOf(told: Told["told"], { accountId, now }: Allowed): Omit<Row, "subAccountId"> {
  const { service, region, type } = partsOf(told.arn);
  const said =
    "name" in told
      ? { ...told, stateSince: told.stateSince ?? now }
      : { state: "retired" as const, stateSince: now, name: "", labels: {}, enforcedEpoch: 0 };
  return {
    ...{ accountId, id: newId(now.getTime()), arn: told.arn, service, region, type, version: told.version },
    ...{ name: said.name, state: said.state, stateSince: said.stateSince, labels: said.labels },
    ...{ enforcedEpoch: said.enforcedEpoch, enforcedAt: said.enforcedEpoch > 0 ? now : null },
    ...{ createdAt: now, reportedAt: now },
  };
}

function judge(said: Omit<Row, "subAccountId">, before: Row | undefined, owner: SubAccountId | undefined): Judged {
  if (!owner) return { refused: new DomainError("not-found", "sub-account") };
  const { version } = said;
  const isRetired = said.state === "retired";
  if (!before) {
    const insert = { ...said, subAccountId: owner };
    return { status: "registered", version, insert, kind: isRetired ? "retired" : "registered" };
  }
  const conflict = (reason: "resourceOfAnother" | "resourceVersionReused") => ({
    refused: new DomainError("conflict", "resource", { reason }),
  });
  if (before.subAccountId !== owner) return conflict("resourceOfAnother");
  if (version < before.version) return { status: "outdated", version: before.version };
  const hasEnforced = said.enforcedEpoch > before.enforcedEpoch;
  const next: Row = {
    ...before,
    ...{ version, state: said.state, reportedAt: said.reportedAt },
    ...(isRetired ? {} : { name: said.name, labels: said.labels }),
    ...(hasEnforced && { enforcedEpoch: said.enforcedEpoch, enforcedAt: said.reportedAt }),
    ...(said.state !== before.state && { stateSince: said.stateSince }),
  };
  if (version === before.version) {
    const isSame = (["state", "name", "labels", "enforcedEpoch"] as const).every((key) =>
      isDeepStrictEqual(before[key], next[key]),
    );
    return isSame ? { status: "unchanged", version } : conflict("resourceVersionReused");
  }
  const kind = isRetired ? "retired" : hasEnforced ? "enforced" : "changed";
  return {
    ...{ status: "updated", version, update: next },
    kind: hasEnforced || next.state !== before.state ? kind : undefined,
  };
}

/** Held against deletion, not against anything else: reports of one workspace do not wait for each other. */
async function holdOwners(tx: Tx, accountId: Allowed["accountId"], names: readonly string[]) {
  const rows = await tx
    .select({ id: subAccounts.id, name: subAccounts.name })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} = any(${textArray(names)}::text[])`))
    .orderBy(asc(subAccounts.id))
    .for("key share");
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** As one value: the statement is the same for one row and for many, so it is prepared once. */
const asRows = (rows: readonly object[], columns: SQL) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told(${columns})`;

/** Which of them are registered by this. Made in order of their names, as every group makes them. */
async function insertNew(tx: Tx, rows: readonly Row[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const sorted = rows.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  const made = await tx.execute<{ arn: string }>(sql`
    insert into ${resources} (account_id, id, sub_account_id, arn, service, region, type, name, state, state_since, labels,
      version, enforced_epoch, enforced_at, created_at, reported_at)
    select "accountId", id, "subAccountId", arn, service, region, type, name, state, "stateSince", labels,
      version, "enforcedEpoch", "enforcedAt", "createdAt", "reportedAt"
    from ${asRows(
      sorted,
      sql`"accountId" uuid, id uuid, "subAccountId" uuid, arn text, service text, region text, type text, name text, state text,
       "stateSince" timestamptz, labels jsonb, version bigint, "enforcedEpoch" bigint, "enforcedAt" timestamptz,
       "createdAt" timestamptz, "reportedAt" timestamptz`,
    )}
    on conflict (account_id, arn) do nothing returning arn`);
  return new Set(made.map(({ arn }) => arn));
}

async function change(tx: Tx, accountId: Allowed["accountId"], rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update ${resources} set name = told.name, state = told.state, state_since = told."stateSince", labels = told.labels,
      version = told.version, enforced_epoch = told."enforcedEpoch", enforced_at = told."enforcedAt", reported_at = told."reportedAt"
    from ${asRows(
      rows,
      sql`id uuid, name text, state text, "stateSince" timestamptz, labels jsonb, version bigint, "enforcedEpoch" bigint,
       "enforcedAt" timestamptz, "reportedAt" timestamptz`,
    )}
    where ${resources.accountId} = ${accountId} and ${resources.id} = told.id`);
}

function eventOf({ actor, now }: Allowed, row: Row, kind: Kind): Event {
  const { accountId, id, subAccountId, state, enforcedEpoch: epoch } = row;
  return {
    ...{ accountId, id: newId(now.getTime()), resourceId: id, subAccountId },
    ...{ kind, state, epoch, by: actor.name, occurredAt: now },
  };
}

async function noteEvents(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(sql`
    insert into ${resourceEvents} (account_id, id, resource_id, sub_account_id, kind, state, epoch, by, occurred_at)
    select "accountId", id, "resourceId", "subAccountId", kind, state, epoch, by, "occurredAt"
    from ${asRows(
      events,
      sql`"accountId" uuid, id uuid, "resourceId" uuid, "subAccountId" uuid, kind text, state text, epoch bigint, by text,
       "occurredAt" timestamptz`,
    )}`);
}
