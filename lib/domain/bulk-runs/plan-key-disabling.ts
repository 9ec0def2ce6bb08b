import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { bulkRows } from "@/db/schema/bulk-rows";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import { type Context, isRootUser } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { shownAs } from "@/lib/domain/access-keys/list-conditions";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { rowsMax } from "./rules";
import type { PlanKeyDisablingInput } from "./schema";
import { insertDraft, insertMissing } from "./steps";

/**
 * Fixes which keys would be disabled, whose they are and when they were last used. Nothing happens to any of them yet.
 * An id that is nobody's here, another account's or made up, is a row that says so.
 */
export async function planKeyDisabling(ctx: Context, input: PlanKeyDisablingInput): Promise<{ id: string }> {
  const allowed = authorize(ctx, "ram:UpdateAccessKey", anySubAccount(ctx));
  const { accountId } = allowed;
  const ids = [...new Set(input.ids)];
  return withTransaction(allowed, async (tx) => {
    const chosen = and(
      eq(accessKeys.accountId, accountId),
      input.all ? shownAs(input.show, allowed.now) : inArray(accessKeys.id, ids),
    );
    const verdict = verdictOf(allowed);
    const found = await tx
      .select({ id: accessKeys.id, owner: subAccounts.name, lastUsedAt: accessKeys.lastUsedAt, reason: verdict })
      .from(accessKeys)
      .leftJoin(subAccounts, ownerOf)
      .where(chosen)
      .orderBy(accessKeys.createdAt, accessKeys.id)
      .limit(rowsMax + 1);
    if (found.length > rowsMax) {
      throw new DomainError("limit-reached", "bulk-run", { reason: "bulkTooMany", details: { max: rowsMax } });
    }
    const present = new Set(found.map(({ id }) => id));
    const missing = input.all ? [] : ids.filter((id) => !present.has(id));
    const id = await insertDraft(tx, allowed, {
      kind: "disable-keys",
      total: found.length + missing.length,
      planned: found.filter(({ reason }) => reason === "").length,
    });
    const rows = found.map(({ id: name, owner, lastUsedAt, reason }, position) => ({
      ...{ accountId, runId: id, position, name, reason },
      state: reason === "" ? ("waiting" as const) : ("skipped" as const),
      input: { owner: owner ?? "", lastUsedAt: lastUsedAt?.toISOString() ?? "" },
    }));
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      await tx.insert(bulkRows).values(rows.slice(at, at + rowsAtOnce));
    }
    await insertMissing(tx, allowed, { runId: id, from: found.length, names: missing });
    return { id };
  });
}

/** PostgreSQL takes 65,535 values in one statement. */
const rowsAtOnce = 1_000;

const ownerOf = and(eq(subAccounts.accountId, accessKeys.accountId), eq(subAccounts.id, accessKeys.subAccountId));

/** Why there is nothing to do to a key; empty where there is. The verb decides again when it is done. */
function verdictOf({ actor }: Allowed): SQL<string> {
  const foreign = isRootUser(actor) ? sql`false` : sql`${accessKeys.subAccountId} is null`;
  return sql<string>`case when ${foreign} then 'rootKeysRootOnly'
    when ${accessKeys.state} = 'disabled' then 'keyAlreadyDisabled' else '' end`;
}
