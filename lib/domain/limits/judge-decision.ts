import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context, type PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import type { ServiceDecision } from "@/lib/domain/access-keys/decide-for-service";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { readSpendVerdict } from "./lookups";
import { presentVerdict, type SpendAnswer } from "./presenter";
import { mayCost } from "./rules";

export interface JudgedDecision extends ServiceDecision {
  /** Whether something that costs may begin now; null where no policy allowed the action, or it costs nothing. */
  spend: SpendAnswer | null;
}

/** What policies allowed, and whether the account's money lets it begin; `allowed` is both. */
export async function judgeDecision(
  platform: PlatformContext,
  { account, accountId, actor }: Context,
  { action, costs }: { action: string; costs?: boolean | undefined },
  decision: ServiceDecision,
): Promise<JudgedDecision> {
  const ctx = enterAccount(platform, { ...account, accountId });
  const allowed = authorize(ctx, "espalier:JudgeSpend", usageResource(ctx));
  if (!decision.allowed || !mayCost(action, costs)) return { ...decision, spend: null };
  const subAccountId = actingSubAccount(actor)?.subAccountId ?? null;
  const verdict = await withReadTransaction(allowed, (tx) => readSpendVerdict(tx, allowed, subAccountId));
  return { ...decision, allowed: verdict.allowed, spend: presentVerdict(verdict) };
}
