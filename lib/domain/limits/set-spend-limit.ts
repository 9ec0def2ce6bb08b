import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { post } from "@/lib/domain/ledger/steps";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import { withReadTransaction, withTransaction } from "@/lib/foundation/transaction";
import type { SetSpendLimitInput } from "./schema";

/**
 * Sets the limit of a window, or changes the one that is there; what the window has spent already counts. One that is
 * only tried is checked and stays as it was. Throws `not-found` for a name that never was.
 */
export async function setSpendLimit(ctx: Context, input: SetSpendLimitInput): Promise<void> {
  const allowed = authorize(ctx, "bss:SetSpendLimit", walletResource(ctx));
  const { subAccountName, per, soft, hard, onSoft, stops, intent } = input;
  if (intent === "try") {
    if (subAccountName) await withReadTransaction(allowed, (tx) => findBilledSubAccount(tx, allowed, subAccountName));
    return;
  }
  const said = {
    ...{ subAccountName, per, onSoft, stops },
    soft: soft === null ? null : writeMicros(soft),
    hard: hard === null ? null : writeMicros(hard),
  };
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, said);
    const subAccountId = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : null;
    await post(
      tx,
      sql`select billing.set_limit(${newId()}, ${subAccountId}, ${per}, ${soft}, ${hard}, ${onSoft}, ${stops}, ${ctx.now.toISOString()})`,
    );
    await recordAudit(tx, allowed, {
      action: "bss:SetSpendLimit",
      resource: subAccountName || "account",
      subAccountId,
      after: said,
    });
  });
}
