import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { SetOverdraftInput } from "./schema";

/** How far the wallet may go below zero. Throws `conflict` where it is further below than that already. */
export async function setOverdraft(
  platform: PlatformContext,
  { accountId, overdraft }: SetOverdraftInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SetOverdraft", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  await withTransaction(allowed, async (tx) => {
    await post(tx, sql`select billing.set_overdraft(${overdraft}, ${ctx.now.toISOString()})`);
    const after = { overdraft: writeMicros(overdraft) };
    await recordAudit(tx, allowed, { action: "espalier:SetOverdraft", resource: "wallet", after });
  });
}
