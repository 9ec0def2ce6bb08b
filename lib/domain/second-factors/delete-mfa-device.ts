import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { mfaDeviceResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { takeFreeDevice } from "./mfa-device-steps";

/** Forgets an authenticator app that nobody uses. Throws `conflict` for one that is bound. */
export async function deleteMfaDevice(ctx: Context, { name }: { name: string }): Promise<void> {
  const allowed = authorize(ctx, "ram:DeleteVirtualMFADevice", mfaDeviceResource(ctx, name));
  requireStepUp(allowed, "second-factor");
  await withTransaction(allowed, async (tx) => {
    await takeFreeDevice(tx, allowed, name);
    await recordAudit(tx, allowed, { action: "ram:DeleteVirtualMFADevice", resource: name });
  });
}
