import "server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import type { SuspensionReason } from "@/db/schema/resource-states";
import { resourceEvents, resources } from "@/db/schema/resources";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import type { Allowed } from "@/lib/authorization/authorize";
import type { OrderEvent } from "@/lib/domain/webhooks/schema";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { lockOrder, readOrder } from "./lookups";
import { changeReasons, decisionFor, type WorkspaceOrder } from "./rules";

interface Owner {
  id: SubAccountId;
  name: string;
}

const verbOf = { running: "resumed", throttled: "throttled", suspended: "suspended" } as const;

interface OrderChange {
  add?: readonly SuspensionReason[];
  drop?: readonly SuspensionReason[];
  /** What the services are told; without it `workspace.suspended` or `workspace.resumed`, where that changed. */
  event?: OrderEvent;
}

/**
 * Decides whether what a sub-account runs may run, by what stands against it, and tells the services. Each change of
 * the decision has a number of its own, so that none that arrives late can undo a newer one. True where it changed.
 */
export async function orderWorkspace(tx: Tx, allowed: Allowed, owner: Owner, change: OrderChange): Promise<boolean> {
  const { accountId, now } = allowed;
  const before = await lockOrder(tx, allowed, owner.id);
  const reasons = changeReasons(before.reasons, change);
  const decided = decisionFor(reasons);
  const hasChanged = decided !== before.decided;
  const order: WorkspaceOrder = hasChanged
    ? { decided, reasons, epoch: before.epoch + 1, decidedAt: now }
    : { ...before, reasons };
  await tx
    .update(workspaceOrders)
    .set({ decided, reasons, epoch: order.epoch, decidedAt: order.decidedAt ?? now })
    .where(and(eq(workspaceOrders.accountId, accountId), eq(workspaceOrders.subAccountId, owner.id)));
  if (hasChanged) await noteOnResources(tx, allowed, owner.id, order);
  const type = change.event ?? (`workspace.${verbOf[decided]}` as const);
  if (change.event || hasChanged) await tellServices(tx, allowed, owner, type, order);
  return hasChanged;
}

/** Everything of a sub-account that is about to be deleted; the services are told to remove it. */
export async function removeResourcesOf(tx: Tx, allowed: Allowed, owner: Owner): Promise<void> {
  const { accountId } = allowed;
  const { epoch } = await readOrder(tx, allowed, owner.id);
  const last: WorkspaceOrder = { decided: "suspended", epoch: epoch + 1, reasons: [], decidedAt: allowed.now };
  await tellServices(tx, allowed, owner, "sub_account.deleted", last);
  for (const table of [resourceEvents, resources, workspaceOrders]) {
    await tx.delete(table).where(and(eq(table.accountId, accountId), eq(table.subAccountId, owner.id)));
  }
}

function tellServices(tx: Tx, allowed: Allowed, { id, name }: Owner, type: OrderEvent, order: WorkspaceOrder) {
  const { decided, epoch, reasons } = order;
  return raiseEvent(tx, allowed, {
    type,
    subAccountId: id,
    data: { subAccount: name, workspace: { decided, epoch, reasons } },
  });
}

async function noteOnResources(
  tx: Tx,
  { accountId, now, actor }: Allowed,
  subAccountId: SubAccountId,
  { decided, epoch }: WorkspaceOrder,
): Promise<void> {
  const live = tx
    .select({
      accountId: resources.accountId,
      id: sql<string>`gen_random_uuid()`.as("event_id"),
      resourceId: sql<string>`${resources.id}`.as("resource_id"),
      subAccountId: resources.subAccountId,
      kind: sql<(typeof verbOf)[WorkspaceOrder["decided"]]>`${verbOf[decided]}::text`.as("kind"),
      state: resources.state,
      epoch: sql<number>`${epoch}::bigint`.as("epoch"),
      by: sql<string>`${actor.name}::text`.as("by"),
      occurredAt: sql<Date>`${now.toISOString()}::timestamptz`.as("occurred_at"),
    })
    .from(resources)
    .where(
      and(eq(resources.accountId, accountId), eq(resources.subAccountId, subAccountId), ne(resources.state, "retired")),
    );
  await tx.insert(resourceEvents).select(live);
}
