import "server-only";
import { notificationChoices } from "@/db/schema/notification-choices";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import type { ChooseNoticesInput } from "./choice-schema";
import { callerOf } from "./lookups";
import { optionalNotices } from "./rules";

/** Keeps which optional notices the caller wants by mail, and the language of all of them. */
export async function chooseNotices(ctx: Context, { locale, ...wanted }: ChooseNoticesInput): Promise<void> {
  const resource = ownSignInResource(ctx);
  const allowed = authorize(ctx, "espalier:ChooseNotices", resource);
  const { accountId, now } = allowed;
  const silenced = optionalNotices.filter((notice) => !wanted[notice]);
  await withTransaction(allowed, async (tx) => {
    await tx
      .insert(notificationChoices)
      .values({ accountId, id: newId(), subAccountId: callerOf(allowed), locale, silenced, updatedAt: now })
      .onConflictDoUpdate({
        target: [notificationChoices.accountId, notificationChoices.subAccountId],
        set: { locale, silenced, updatedAt: now },
      });
    await recordAudit(tx, allowed, {
      action: "espalier:ChooseNotices",
      resource: resource.arn,
      after: { silenced: silenced.join(" "), locale },
    });
  });
}
