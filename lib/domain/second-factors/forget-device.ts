import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { trustedDevices } from "@/db/schema/trusted-devices";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";

/** One of one's own browsers has to give the second factor again. */
export async function forgetDevice(ctx: Context, { id }: { id: string }): Promise<void> {
  const resource = ownSignInResource(ctx);
  const allowed = authorize(ctx, "espalier:ForgetDevice", resource);
  const acting = actingSubAccount(ctx.actor);
  const { subAccountId } = trustedDevices;
  const owner = acting ? eq(subAccountId, acting.subAccountId) : isNull(subAccountId);
  await withTransaction(allowed, async (tx) => {
    const forgotten = await tx
      .delete(trustedDevices)
      .where(and(eq(trustedDevices.accountId, allowed.accountId), owner, eq(trustedDevices.id, id)))
      .returning({ userAgent: trustedDevices.userAgent });
    const [device] = forgotten;
    if (!device) throw new DomainError("not-found", "trusted-device");
    const before = { userAgent: device.userAgent };
    await recordAudit(tx, allowed, { action: "espalier:ForgetDevice", resource: resource.arn, before });
  });
}
