import "server-only";
import { and, asc, count, desc, eq, getTableColumns, inArray } from "drizzle-orm";
import * as z from "zod";
import { resourceEvents, resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import { type Allowed, authorize, authorizeWidest, mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { readTerms } from "@/lib/domain/spend/lookups";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import type { Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { beyond, isWaiting, narrowed, ofOwner, ofScope, searched } from "./list-conditions";
import { noCost, readCosts, readMonths, readServices } from "./lookups";
import { presentResource, presentResourceEvent, type ResourceEventView, type ResourceView } from "./presenter";
import { nothingOrdered } from "./rules";
import type { ResourceFilter } from "./schema";

const pageSize = 50;
const eventsMax = 50;
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

/** What it costs is spend: told to whoever may see the spend of these sub-accounts. */
function seesSpend(ctx: Context, { scope, actor }: Allowed, owner: string): boolean {
  const name = scope.kind === "sub-account" ? actor.name : owner;
  return mayDo(ctx, "bss:DescribeSpend", name ? subAccountResource(ctx, name) : anySubAccount(ctx));
}

interface Spend {
  terms: MoneyTerms;
  seen: boolean;
}

/** With what each was charged for this month: one more read for the whole page. */
async function presented(tx: Tx, allowed: Allowed, rows: readonly Found[], spend: Spend): Promise<ResourceView[]> {
  const ids = rows.map(({ id }) => id);
  const costs = spend.seen ? await readCosts(tx, allowed, ids, spend.terms.month) : undefined;
  return rows.map(({ decided, epoch, reasons, decidedAt, ...row }) => {
    const order = decided && reasons && epoch !== null ? { decided, epoch, reasons, decidedAt } : nothingOrdered;
    return presentResource({ ...row, order, costs: costs ? (costs.get(row.id) ?? noCost) : null }, allowed.now);
  });
}

export interface ResourceList extends Page<ResourceView> {
  seesSpend: boolean;
  terms: MoneyTerms;
  /** Which services there are to choose from. */
  services: string[];
}

/**
 * What platform services run for one sub-account, or for all that the caller may see; newest first. Another's name and
 * a made-up one: `not-found` for whoever may not see them.
 */
export async function listResources(ctx: Context, filter: ResourceFilter): Promise<ResourceList> {
  const { owner } = filter;
  const allowed = owner
    ? authorize(ctx, "espalier:ListResources", subAccountResource(ctx, owner))
    : authorizeWidest(ctx, "espalier:ListResources");
  const seen = seesSpend(ctx, allowed, owner);
  const cursor = readCursor(filter.cursor);
  const direction = cursor?.direction === "before" ? asc : desc;
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const whose = and(ofScope(allowed), owner ? await ofOwner(tx, allowed, owner) : undefined);
    const found = await withOwners(tx, allowed)
      .where(and(whose, narrowed(filter, await searched(tx, whose, filter.q)), beyond(cursor)))
      .orderBy(direction(resources.createdAt), direction(resources.id))
      .limit(pageSize + 1);
    const services = await readServices(tx, whose);
    const keyOf = ({ createdAt, id }: Found) => ({ value: createdAt.toISOString(), id });
    const page = cutPage(found, pageSize, cursor, keyOf);
    return {
      ...page,
      rows: await presented(tx, allowed, page.rows, { terms, seen }),
      seesSpend: seen,
      terms,
      services,
    };
  });
}

/** Of how many resources of one sub-account the service has not said yet that it did what is decided. */
export async function countWaiting(ctx: Context, owner: string): Promise<number> {
  const allowed = authorize(ctx, "espalier:ListResources", subAccountResource(ctx, owner));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [row] = await tx
      .select({ waiting: count() })
      .from(resources)
      .innerJoin(
        workspaceOrders,
        and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, resources.subAccountId)),
      )
      .where(and(ofScope(allowed), await ofOwner(tx, allowed, owner), isWaiting));
    return row?.waiting ?? 0;
  });
}

export interface ResourceDetail {
  resource: ResourceView;
  /** The newest. */
  events: ResourceEventView[];
  /** What each month cost, newest first; null: what it spends is not for the reader. */
  months: { month: string; cost: Micros }[] | null;
  terms: MoneyTerms;
}

/** One resource with its story and its cost. Another's, another account's and a made-up id: `not-found`. */
export async function getResource(ctx: Context, owner: string, id: string): Promise<ResourceDetail> {
  const allowed = authorize(ctx, "espalier:ListResources", subAccountResource(ctx, owner));
  const { accountId, scope } = allowed;
  if (!isId(id)) throw new DomainError("not-found", "resource");
  const seen = seesSpend(ctx, allowed, owner);
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const found = await withOwners(tx, allowed).where(
      and(ofScope(allowed), eq(subAccounts.name, owner), eq(resources.id, id)),
    );
    const [resource] = await presented(tx, allowed, found, { terms, seen });
    if (!resource) throw new DomainError("not-found", "resource");
    const events = await tx
      .select()
      .from(resourceEvents)
      .where(and(eq(resourceEvents.accountId, accountId), eq(resourceEvents.resourceId, id)))
      .orderBy(desc(resourceEvents.occurredAt), desc(resourceEvents.id))
      .limit(eventsMax);
    const months = seen ? await readMonths(tx, allowed, id) : null;
    return { resource, events: events.map((event) => presentResourceEvent(event, scope)), months, terms };
  });
}

/** Which of these names in charges and usage are of resources that the caller may see, with where they are. */
export async function findResources(
  ctx: Context,
  arns: readonly string[],
): Promise<ReadonlyMap<string, { owner: string; id: string }>> {
  const allowed = authorizeWidest(ctx, "espalier:ListResources");
  if (arns.length === 0) return new Map();
  const { accountId } = allowed;
  const rows = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ arn: resources.arn, id: resources.id, owner: subAccounts.name })
      .from(resources)
      .innerJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, resources.subAccountId)))
      .where(and(ofScope(allowed), inArray(resources.arn, [...new Set(arns)]))),
  );
  return new Map(rows.map(({ arn, ...where }) => [arn, where]));
}
