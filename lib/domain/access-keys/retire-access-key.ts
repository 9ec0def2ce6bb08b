import "server-only";
import { and, eq, lte } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { tellOfDisabledKey } from "./steps";

/** Disables a replaced key whose grace is over. One that was kept, disabled or deleted meanwhile stays as it is. */
export async function retireAccessKey(
  platform: PlatformContext,
  { accountId, accessKeyId: id }: { accountId: AccountId; accessKeyId: string },
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "ram:UpdateAccessKey", anySubAccount(ctx));
  await withTransaction(allowed, async (tx) => {
    const [retired] = await tx
      .update(accessKeys)
      .set({ state: "disabled", updatedAt: allowed.now })
      .where(
        and(
          eq(accessKeys.accountId, accountId),
          eq(accessKeys.id, id),
          eq(accessKeys.state, "active"),
          lte(accessKeys.retiresAt, allowed.now),
        ),
      )
      .returning({ subAccountId: accessKeys.subAccountId, successorId: accessKeys.successorId });
    if (!retired) return;
    await tellOfDisabledKey(tx, allowed, { id, subAccountId: retired.subAccountId });
    await recordAudit(tx, allowed, {
      action: "ram:UpdateAccessKey",
      resource: id,
      subAccountId: retired.subAccountId,
      before: { state: "active" },
      after: { state: "disabled", replacedBy: retired.successorId },
    });
  });
}
