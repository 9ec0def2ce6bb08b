import "server-only";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { charges } from "@/db/schema/charges";
import { resources } from "@/db/schema/resources";
import { billedResources } from "@/db/schema/usage-events";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
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

/** The same, held until the transaction ends: two decisions at once count one after the other. */
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

/** What each of these resources was charged for so far, by its name in charges. */
export async function readCosts(
  tx: Tx,
  { accountId }: Allowed,
  of: readonly { subAccountId: SubAccountId; arn: string }[],
): Promise<Map<string, Micros>> {
  if (of.length === 0) return new Map();
  const rows = await tx
    .select({ arn: billedResources.arn, cost: sql<string>`sum(${charges.effectiveCost})::text` })
    .from(billedResources)
    .innerJoin(
      charges,
      and(eq(charges.accountId, billedResources.accountId), eq(charges.resourceId, billedResources.id)),
    )
    .where(
      and(
        eq(billedResources.accountId, accountId),
        inArray(billedResources.subAccountId, [...new Set(of.map(({ subAccountId }) => subAccountId))]),
        inArray(
          billedResources.arn,
          of.map(({ arn }) => arn),
        ),
      ),
    )
    .groupBy(billedResources.arn);
  return new Map(rows.map(({ arn, cost }) => [arn, asMicros(BigInt(cost))]));
}
