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
import { readWallet } from "./lookups";
import type { SetArrearsInput } from "./schema";

/** From which amount the wallet counts as low, and how long it may be exhausted before everything stops. */
export async function setArrears(
  platform: PlatformContext,
  { accountId, graceHours, lowWater }: SetArrearsInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SetArrears", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  await withTransaction(allowed, async (tx) => {
    const was = await readWallet(tx, allowed);
    await post(tx, sql`select billing.set_arrears(${graceHours}, ${lowWater})`);
    const before = { graceHours: was.graceHours, lowWater: writeMicros(was.lowWater) };
    const after = { graceHours, lowWater: writeMicros(lowWater) };
    await recordAudit(tx, allowed, { action: "espalier:SetArrears", resource: "wallet", before, after });
  });
}
