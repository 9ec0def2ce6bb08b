import "server-only";
import { and, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { charges } from "@/db/schema/charges";
import { resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import { billedResources } from "@/db/schema/usage-events";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import type { Allowed } from "@/lib/authorization/authorize";
import { monthOf } from "@/lib/domain/spend/presenter";
import { lastFullHour } from "@/lib/domain/spend/rules";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros, zero } from "@/lib/foundation/money";
import { textArray } from "@/lib/foundation/text-array";
import type { Tx } from "@/lib/foundation/transaction";
import { nothingOrdered, type WorkspaceOrder } from "./rules";

const columns = {
  decided: workspaceOrders.decided,
  epoch: workspaceOrders.epoch,
  reasons: workspaceOrders.reasons,
  decidedAt: workspaceOrders.decidedAt,
};

/** What is decided about one workspace. */
export async function readOrder(tx: Tx, { accountId }: Allowed, subAccountId: SubAccountId): Promise<WorkspaceOrder> {
  const [row] = await tx
    .select(columns)
    .from(workspaceOrders)
    .where(and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, subAccountId)));
  return row ?? nothingOrdered;
}

/** The same about several, by the names of their sub-accounts. */
export async function readOrders(
  tx: Tx,
  { accountId }: Pick<Allowed, "accountId">,
  names: readonly string[],
): Promise<ReadonlyMap<string, WorkspaceOrder>> {
  const rows = await tx
    .select({ ...columns, name: subAccounts.name })
    .from(subAccounts)
    .innerJoin(
      workspaceOrders,
      and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, subAccounts.id)),
    )
    .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} = any(${textArray(names)}::text[])`));
  return new Map(rows.map(({ name, ...order }) => [name, order]));
}

/** One, held until the transaction ends: two decisions at once count one after the other. */
export async function lockOrder(
  tx: Tx,
  { accountId, now }: Allowed,
  subAccountId: SubAccountId,
): Promise<WorkspaceOrder> {
  await tx
    .insert(workspaceOrders)
    .values({ accountId, subAccountId, epoch: 0, decided: "running", reasons: [], decidedAt: now })
    .onConflictDoNothing();
  const [row] = await tx
    .select(columns)
    .from(workspaceOrders)
    .where(and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, subAccountId)))
    .for("update");
  if (!row) throw new Error("the order was not written");
  return row;
}

/** How many resources of a sub-account are there, and how many of them run. */
export async function countResourcesOf(
  tx: Tx,
  { accountId }: Allowed,
  subAccountId: SubAccountId,
): Promise<{ resources: number; running: number }> {
  const [row] = await tx
    .select({
      resources: sql<number>`count(*)::int`,
      running: sql<number>`(count(*) filter (where ${resources.state} in ('running', 'pending')))::int`,
    })
    .from(resources)
    .where(
      and(eq(resources.accountId, accountId), eq(resources.subAccountId, subAccountId), ne(resources.state, "retired")),
    );
  return row ?? { resources: 0, running: 0 };
}

/** Which services these resources are of: from one to the next in their index, however many resources there are. */
export async function readServices(tx: Tx, whose: SQL | undefined): Promise<string[]> {
  const next = (after: SQL) =>
    sql`(select ${resources.service} from ${resources} where ${whose} and ${after} order by 1 limit 1)`;
  const rows = await tx.execute<{ code: string }>(sql`
    with recursive services(code) as (
      select ${next(sql`true`)}
      union all
      select ${next(sql`${resources.service} > services.code`)} from services where services.code is not null
    )
    select code from services where code is not null`);
  return rows.map(({ code }) => code);
}

const ofResource = (accountId: Allowed["accountId"]) =>
  and(
    eq(billedResources.accountId, accountId),
    eq(billedResources.subAccountId, resources.subAccountId),
    eq(billedResources.arn, resources.arn),
  );

/** What a resource is charged for. */
export interface ResourceCost {
  month: Micros;
  /** By consumption: what it costs now; null where nothing of that hour is rated. */
  lastHour: Micros | null;
  /** The end of the newest charged usage of this month and the one before; null where there is none. */
  usedUntil: Date | null;
}

export const noCost: ResourceCost = { month: zero, lastHour: null, usedUntil: null };

/** What each of these resources was charged for in one month and in the last full hour, by its id. */
export async function readCosts(
  tx: Tx,
  { accountId, now }: Allowed,
  ids: readonly string[],
  period: string,
): Promise<ReadonlyMap<string, ResourceCost>> {
  if (ids.length === 0) return new Map();
  const { from, to } = lastFullHour(now);
  const sumWhere = (what: SQL) => sql<string | null>`(sum(${charges.effectiveCost}) filter (where ${what}))::text`;
  const microsOf = (sum: string | null) => (sum === null ? null : asMicros(BigInt(sum)));
  const isUsage = sql`${charges.category} = 'Usage' and not ${charges.correction}`;
  const rows = await tx
    .select({
      id: resources.id,
      month: sumWhere(sql`${charges.period} = ${period}`),
      lastHour: sumWhere(
        sql`${isUsage} and ${charges.startAt} >= ${from.toISOString()} and ${charges.startAt} < ${to.toISOString()}`,
      ),
      usedUntil: sql<Date | null>`max(${charges.endAt}) filter (where ${isUsage})`.mapWith(charges.endAt),
    })
    .from(resources)
    .innerJoin(billedResources, ofResource(accountId))
    .innerJoin(
      charges,
      and(
        eq(charges.accountId, accountId),
        eq(charges.resourceId, billedResources.id),
        // The hour before midnight is on the bill of the month before.
        sql`${charges.period} between (${period}::date - interval '1 month') and ${period}`,
      ),
    )
    .where(and(eq(resources.accountId, accountId), inArray(resources.id, [...ids])))
    .groupBy(resources.id);
  return new Map(
    rows.map(({ id, month, lastHour, usedUntil }) => [
      id,
      { month: microsOf(month) ?? zero, lastHour: microsOf(lastHour), usedUntil },
    ]),
  );
}

/** What one resource was charged for in each month that it was, newest first. */
export async function readMonths(
  tx: Tx,
  { accountId }: Allowed,
  id: string,
): Promise<{ month: string; cost: Micros }[]> {
  const rows = await tx
    .select({ period: charges.period, cost: sql<string>`sum(${charges.effectiveCost})::text` })
    .from(resources)
    .innerJoin(billedResources, ofResource(accountId))
    .innerJoin(charges, and(eq(charges.accountId, accountId), eq(charges.resourceId, billedResources.id)))
    .where(and(eq(resources.accountId, accountId), eq(resources.id, id)))
    .groupBy(charges.period)
    .orderBy(desc(charges.period));
  return rows.map(({ period, cost }) => ({ month: monthOf(period), cost: asMicros(BigInt(cost)) }));
}
