import "server-only";
import { and, desc, eq, getTableColumns, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { charges } from "@/db/schema/charges";
import { resourceEvents, resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import { billedResources } from "@/db/schema/usage-events";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import { type Allowed, authorize, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { readCosts } from "./lookups";
import { presentResource, presentResourceEvent, type ResourceEventView, type ResourceView } from "./presenter";
import { nothingOrdered } from "./rules";
import type { ResourceFilter } from "./schema";

const pageSize = 50;
const eventsMax = 50;
const chargesMax = 10;
const isId = (text: string) => z.uuid().safeParse(text).success;

const columns = {
  ...getTableColumns(resources),
  subAccountName: subAccounts.name,
  decided: workspaceOrders.decided,
  epoch: workspaceOrders.epoch,
  reasons: workspaceOrders.reasons,
  decidedAt: workspaceOrders.decidedAt,
};

function withOwners(tx: Tx, { accountId }: Allowed) {
  return tx
    .select(columns)
    .from(resources)
    .innerJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, resources.subAccountId)))
    .leftJoin(
      workspaceOrders,
      and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, resources.subAccountId)),
    )
    .$dynamic();
}

type Found = Awaited<ReturnType<typeof withOwners>>[number];

/** With what each was charged for: one more read for the whole page. */
async function presented(tx: Tx, allowed: Allowed, rows: readonly Found[]): Promise<ResourceView[]> {
  const costs = await readCosts(tx, allowed, rows);
  return rows.map(({ decided, epoch, reasons, decidedAt, ...row }) => {
    const order = decided && reasons && epoch !== null ? { decided, epoch, reasons, decidedAt } : nothingOrdered;
    return presentResource({ ...row, order, cost: costs.get(row.arn) ?? asMicros(0n) });
  });
}

/** The rows that the caller's scope holds: its own, or the account's. */
function ofScope({ accountId, scope }: Allowed): SQL | undefined {
  const ofAccount = eq(resources.accountId, accountId);
  return scope.kind === "account" ? ofAccount : and(ofAccount, eq(resources.subAccountId, scope.subAccountId));
}

export interface ResourceList extends Page<ResourceView> {
  /** Whether the rows are of every sub-account. */
  ofAccount: boolean;
}

/** What runs for the caller, or for every sub-account where a policy allows that; newest first. */
export async function listResources(ctx: Context, filter: ResourceFilter): Promise<ResourceList> {
  const allowed = authorizeWidest(ctx, "espalier:ListResources");
  const { scope } = allowed;
  const cursor = readCursor(filter.cursor);
  const backwards = cursor?.direction === "before";
  const order = backwards ? [resources.createdAt, resources.id] : [desc(resources.createdAt), desc(resources.id)];
  const rows = await withReadTransaction(allowed, async (tx) => {
    const owner = scope.kind === "account" && filter.owner ? ownerIs(tx, allowed, filter.owner) : undefined;
    const found = await withOwners(tx, allowed)
      .where(
        and(
          ofScope(allowed),
          owner,
          filter.service ? eq(resources.service, filter.service) : undefined,
          filter.state === "live" ? sql`${resources.state} <> 'retired'` : eq(resources.state, filter.state),
          beyond(cursor),
        ),
      )
      .orderBy(...order)
      .limit(pageSize + 1);
    return presented(tx, allowed, found);
  });
  const keyOf = ({ createdAt, id }: ResourceView) => ({ value: createdAt.toISOString(), id });
  return { ...cutPage(rows, pageSize, cursor, keyOf), ofAccount: scope.kind === "account" };
}

function ownerIs(tx: Tx, { accountId }: Allowed, name: string): SQL {
  const named = tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)));
  return inArray(resources.subAccountId, named);
}

/** The newest live resources of one sub-account, for its pages. */
export async function listResourcesOf(ctx: Context, name: string, limit: number): Promise<ResourceView[]> {
  const allowed = authorize(ctx, "espalier:ListResources", subAccountResource(ctx, name));
  return withReadTransaction(allowed, async (tx) => {
    const found = await withOwners(tx, allowed)
      .where(and(ofScope(allowed), ownerIs(tx, allowed, name), ne(resources.state, "retired")))
      .orderBy(desc(resources.createdAt), desc(resources.id))
      .limit(limit);
    return presented(tx, allowed, found);
  });
}

interface ChargeOfResource {
  id: string;
  startAt: Date;
  endAt: Date;
  quantity: string | null;
  cost: Micros;
}

export interface ResourceDetail {
  resource: ResourceView;
  events: ResourceEventView[];
  charges: ChargeOfResource[];
}

/** One resource with its story and its newest charges. Another's, another account's and a made-up id: `not-found`. */
export async function getResource(ctx: Context, id: string): Promise<ResourceDetail> {
  const allowed = authorizeWidest(ctx, "espalier:ListResources");
  const { accountId, scope } = allowed;
  if (!isId(id)) throw new DomainError("not-found", "resource");
  return withReadTransaction(allowed, async (tx) => {
    const found = await withOwners(tx, allowed).where(and(ofScope(allowed), eq(resources.id, id)));
    const [resource] = await presented(tx, allowed, found);
    const [row] = found;
    if (!resource || !row) throw new DomainError("not-found", "resource");
    const events = await tx
      .select()
      .from(resourceEvents)
      .where(and(eq(resourceEvents.accountId, accountId), eq(resourceEvents.resourceId, id)))
      .orderBy(desc(resourceEvents.occurredAt), desc(resourceEvents.id))
      .limit(eventsMax);
    const charged = await newestCharges(tx, allowed, row);
    return { resource, events: events.map((event) => presentResourceEvent(event, scope)), charges: charged };
  });
}

async function newestCharges(
  tx: Tx,
  { accountId }: Allowed,
  { arn, subAccountId }: Found,
): Promise<ChargeOfResource[]> {
  const rows = await tx
    .select({
      id: sql<string>`${charges.id}::text`,
      startAt: charges.startAt,
      endAt: charges.endAt,
      quantity: sql<string | null>`trim_scale(${charges.quantity})::text`,
      cost: charges.effectiveCost,
    })
    .from(charges)
    .innerJoin(
      billedResources,
      and(eq(billedResources.accountId, accountId), eq(billedResources.id, charges.resourceId)),
    )
    .where(
      and(
        eq(charges.accountId, accountId),
        eq(billedResources.subAccountId, subAccountId),
        eq(billedResources.arn, arn),
      ),
    )
    .orderBy(desc(charges.startAt), desc(charges.id))
    .limit(chargesMax);
  return rows;
}

/** The page of a resource by its name in charges and usage; undefined where it was never registered. */
export async function findResourceId(ctx: Context, arn: string): Promise<string | undefined> {
  const allowed = authorizeWidest(ctx, "espalier:ListResources");
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ id: resources.id })
      .from(resources)
      .where(and(ofScope(allowed), eq(resources.arn, arn))),
  );
  return row?.id;
}

function beyond(cursor: KeysetCursor | undefined): SQL | undefined {
  const at = new Date(cursor?.value ?? "");
  if (!cursor || Number.isNaN(at.getTime()) || !isId(cursor.id)) return undefined;
  const further = cursor.direction === "after" ? lt : gt;
  return or(further(resources.createdAt, at), and(eq(resources.createdAt, at), further(resources.id, cursor.id)));
}
