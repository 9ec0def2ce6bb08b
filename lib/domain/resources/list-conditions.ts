import "server-only";
import { and, eq, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { resources } from "@/db/schema/resources";
import { subAccounts } from "@/db/schema/sub-accounts";
import { workspaceOrders } from "@/db/schema/workspace-orders";
import type { Allowed } from "@/lib/authorization/authorize";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import { beginsWith, holds } from "@/lib/foundation/text-conditions";
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

/** @param found what the search of the filter means here: see `searched` */
export function narrowed({ service, state }: ResourceFilter, found: SQL | undefined): SQL | undefined {
  return and(
    found,
    service ? eq(resources.service, service) : undefined,
    state === "live" ? isThere : state === "waiting" ? isWaiting : eq(resources.state, state),
  );
}

const nameKey = sql`${resources.nameKey} collate "C"`;
const ownIdKey = sql`${resources.ownIdKey} collate "C"`;

/** What begins with the text, by name or by its service's id, or has it as its whole name. */
export function byKey(text: string): SQL | undefined {
  const wanted = text.normalize("NFC");
  return or(beginsWith(nameKey, wanted), beginsWith(ownIdKey, wanted), eq(resources.arn, wanted));
}

/**
 * What its key finds. Only where that is nothing: what has the text anywhere in name, id or labels, which reads every
 * row. Whatever the page, the account's rows decide.
 */
export async function searched(tx: Tx, whose: SQL | undefined, q: string): Promise<SQL | undefined> {
  if (!q) return undefined;
  const found = byKey(q);
  const [one] = await tx.select({ id: resources.id }).from(resources).where(and(whose, found)).limit(1);
  if (one) return found;
  return or(holds(resources.name, q), holds(resources.arn, q), holds(sql`${resources.labels}::text`, q));
}

export function beyond(cursor: KeysetCursor | undefined): SQL | undefined {
  const at = new Date(cursor?.value ?? "");
  if (!cursor || Number.isNaN(at.getTime()) || !z.uuid().safeParse(cursor.id).success) return undefined;
  const row = sql`(${resources.createdAt}, ${resources.id})`;
  const here = sql`(${at.toISOString()}::timestamptz, ${cursor.id}::uuid)`;
  return cursor.direction === "after" ? sql`${row} < ${here}` : sql`${row} > ${here}`;
}
