import "server-only";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context, type PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import type { ServiceDecision } from "@/lib/domain/access-keys/decide-for-service";
import { gatherByKey } from "@/lib/foundation/gather-by-key";
import type { SubAccountId } from "@/lib/foundation/ids";
import { askAtOnce } from "@/lib/foundation/transaction";
import { readSpendVerdicts } from "./lookups";
import { presentVerdict, type SpendAnswer } from "./presenter";
import { mayCost, type SpendVerdict } from "./rules";

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
  const verdict = await readVerdict(fenceKeyOf(allowed), { allowed, subAccountId });
  return { ...decision, allowed: verdict.allowed, spend: presentVerdict(verdict) };
}

/** All that the fence of a read is made of: who has the same may stand behind the same one. */
const fenceKeyOf = ({ accountId, actorKey, authorityEpoch }: Allowed) => `${accountId} ${actorKey} ${authorityEpoch}`;

/** After each of the calls came, for all that one service asks about one account at once; the last of them says what time it is. */
const readVerdict = gatherByKey<{ allowed: Allowed; subAccountId: SubAccountId | null }, SpendVerdict>(
  async (_, asked) => {
    const last = asked.at(-1);
    if (!last) return [];
    const ids = asked.map(({ subAccountId }) => subAccountId);
    return askAtOnce(last.allowed, (tx) => readSpendVerdicts(tx, last.allowed, ids));
  },
);
