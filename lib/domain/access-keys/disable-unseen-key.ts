import "server-only";
import { and, eq } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { dropUnseen } from "@/lib/domain/sessions/reveal-steps";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { tellOfDisabledKey } from "./steps";

interface Unseen {
  accountId: AccountId;
  accessKeyId: string;
  revealId: string;
}

/** Disables a key whose secret waited its time out unseen: it would only take up one of two places. */
export async function disableUnseenKey(
  platform: PlatformContext,
  { accountId, accessKeyId: id, revealId }: Unseen,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "ram:UpdateAccessKey", anySubAccount(ctx));
  await withTransaction(allowed, async (tx) => {
    if (!(await dropUnseen(tx, allowed, revealId))) return;
    const [disabled] = await tx
      .update(accessKeys)
      .set({ state: "disabled", updatedAt: allowed.now })
      .where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, id), eq(accessKeys.state, "active")))
      .returning({ subAccountId: accessKeys.subAccountId });
    if (!disabled) return;
    await tellOfDisabledKey(tx, allowed, { id, subAccountId: disabled.subAccountId });
    await recordAudit(tx, allowed, {
      action: "ram:UpdateAccessKey",
      resource: id,
      subAccountId: disabled.subAccountId,
      before: { state: "active" },
      after: { state: "disabled", seen: false },
    });
  });
}
