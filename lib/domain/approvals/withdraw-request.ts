import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { withTransaction } from "@/lib/foundation/transaction";
import { getApproval } from "./queries";
import { recordRefusedDecision } from "./record-refused-decision";
import type { DeclineApprovalInput } from "./schema";
import { declineApproval } from "./steps";

/** Whoever asked takes it back, and says why. Throws `forbidden` for everybody else, `invalid-state` for what was decided or ran out. */
export async function withdrawRequest(
  platform: PlatformContext,
  { accountId, id, reason }: DeclineApprovalInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const { kind } = await getApproval(platform, { accountId, id });
  const action = kind === "goodwill" ? "espalier:WithdrawGoodwill" : "espalier:WithdrawWriteOff";
  const allowed = authorize(ctx, action, walletResource(ctx));
  await recordRefusedDecision(platform, { action, account: ctx.account, id }, () =>
    withTransaction(allowed, async (tx) => {
      const declined = await declineApproval(tx, allowed, { id, as: "withdrawn", reason });
      await recordAudit(tx, allowed, { action, ...declined });
    }),
  );
}
