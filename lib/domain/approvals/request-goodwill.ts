import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import type { AccountId } from "@/lib/foundation/ids";
import { type Micros, writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import { listOtherOperators } from "./queries";
import type { GoodwillReason } from "./schema";
import { askOthers } from "./steps";

interface Goodwill {
  accountId: AccountId;
  /** Below zero. */
  amount: Micros;
  subAccountName: string;
  reference: string;
  reasonCode: GoodwillReason;
  reason: string;
}

/**
 * Asks for goodwill that one operator may not give alone: nothing is posted until another approves. The same reference
 * and content again answer the first request; other content throws `already-exists`. Throws `forbidden` for the
 * command line, which has no name to ask under.
 */
export async function requestGoodwill(
  platform: PlatformContext,
  { accountId, amount, subAccountName, reference, reasonCode, reason }: Goodwill,
): Promise<{ id: string; repeated: boolean }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RequestGoodwill", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  if (!reference) {
    throw new DomainError("invalid-input", "approval", { reason: "required", details: { field: "reference" } });
  }
  const others = await listOtherOperators(platform);
  const said = { amount: writeMicros(amount), subAccountName, reasonCode, reason, reference };
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, said);
    const subAccountId = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : null;
    const wanted = { kind: "goodwill", subAccountId, amount, reference, reasonCode, reason } as const;
    const { id, fresh } = await askOthers(tx, allowed, wanted, others);
    if (fresh) {
      await recordAudit(tx, allowed, { action: "espalier:RequestGoodwill", resource: id, subAccountId, after: said });
    }
    return { id, repeated: !fresh };
  });
}
