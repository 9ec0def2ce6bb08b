import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postSettlement } from "@/lib/domain/ledger/steps";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { claimOnce } from "@/lib/foundation/idempotency";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import { listOtherOperators } from "./queries";
import type { RequestWriteOffInput } from "./schema";
import { askOthers } from "./steps";

/**
 * Asks that a debt be given up: of a sub-account's usage that the wallet did not cover, or (no name) of a credit that
 * was taken back. It takes two operators, whatever it comes to. The same reference and content again answer the first
 * request; other content throws `already-exists`, more than is owed `conflict`, the command line `forbidden`.
 */
export async function requestWriteOff(
  platform: PlatformContext,
  { accountId, amount, subAccountName, reference, reason }: RequestWriteOffInput,
): Promise<{ id: string; repeated: boolean }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RequestWriteOff", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const others = await listOtherOperators(platform);
  const said = { amount: writeMicros(amount), subAccountName, reason, reference };
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, said);
    const subAccountId = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : null;
    await postSettlement(tx, ctx.now);
    const reasonCode = "uncollectible" as const;
    const wanted = { kind: "write-off", subAccountId, amount, reference, reasonCode, reason } as const;
    const { id, fresh } = await askOthers(tx, allowed, wanted, others);
    if (fresh) {
      await recordAudit(tx, allowed, { action: "espalier:RequestWriteOff", resource: id, subAccountId, after: said });
    }
    return { id, repeated: !fresh };
  });
}
