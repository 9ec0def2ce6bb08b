import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { post } from "@/lib/domain/ledger/steps";
import { withTransaction } from "@/lib/foundation/transaction";
import type { RemoveSpendLimitInput } from "./schema";

/** Takes a limit away; what it stopped may begin again. Throws `not-found`. */
export async function removeSpendLimit(ctx: Context, { id }: RemoveSpendLimitInput): Promise<void> {
  const allowed = authorize(ctx, "bss:RemoveSpendLimit", walletResource(ctx));
  await withTransaction(allowed, async (tx) => {
    await post(tx, sql`select billing.remove_limit(${id})`);
    await recordAudit(tx, allowed, { action: "bss:RemoveSpendLimit", resource: id });
  });
}
