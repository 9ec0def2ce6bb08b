import "server-only";
import { and, eq, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import type { Allowed } from "@/lib/authorization/authorize";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import type { Tx } from "@/lib/foundation/transaction";
import type { ResourceFilter } from "./schema";

/** The rows that the caller's scope holds: its own, or the account's. */
export function ofScope({ accountId, scope }: Allowed): SQL | undefined {
  const ofAccount = eq(resources.accountId, accountId);
  return scope.kind === "account" ? ofAccount : and(ofAccount, eq(resources.subAccountId, scope.subAccountId));
}

/** The rows of one sub-account by its name, or none: by its id, since that is what an index begins with. */
export async function ofOwner(tx: Tx, { accountId }: Allowed, name: string): Promise<SQL> {
  const [owner] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)));
  return owner ? eq(resources.subAccountId, owner.id) : sql`false`;
}

/** As the index of what is there says it: a value would not be known to the plan. */
const isThere = sql`${resources.state} <> 'retired'`;

/** `enforcementOf` as a condition: its service has not said yet that it did what is decided now. */
export const isWaiting = sql`(${isThere} and ${workspaceOrders.epoch} > 0 and case ${workspaceOrders.decided}
  when 'suspended' then not (${resources.state} in ('stopped', 'failed') and ${resources.enforcedEpoch} >= ${workspaceOrders.epoch})
  else ${resources.createdAt} < ${workspaceOrders.decidedAt} and ${resources.enforcedEpoch} < ${workspaceOrders.epoch}
    and ${resources.state} <> 'running' end)`;

export function narrowed({ q, service, state }: ResourceFilter): SQL | undefined {
  return and(
    q ? or(holds(resources.name, q), holds(resources.arn, q), holds(sql`${resources.labels}::text`, q)) : undefined,
    service ? eq(resources.service, service) : undefined,
    state === "live" ? isThere : state === "waiting" ? isWaiting : eq(resources.state, state),
  );
}

const holds = (text: typeof resources.name | typeof resources.arn | SQL, part: string): SQL =>
  sql`strpos(lower(${text}), lower(${part})) > 0`;

export function beyond(cursor: KeysetCursor | undefined): SQL | undefined {
  const at = new Date(cursor?.value ?? "");
  if (!cursor || Number.isNaN(at.getTime()) || !z.uuid().safeParse(cursor.id).success) return undefined;
  const row = sql`(${resources.createdAt}, ${resources.id})`;
  const here = sql`(${at.toISOString()}::timestamptz, ${cursor.id}::uuid)`;
  return cursor.direction === "after" ? sql`${row} < ${here}` : sql`${row} > ${here}`;
}
