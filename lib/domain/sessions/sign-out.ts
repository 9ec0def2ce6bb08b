import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { endSession } from "./steps";

/** Ends the session that asks. */
export async function signOut(ctx: Context): Promise<void> {
  const resource = ownSignInResource(ctx);
  const allowed = authorize(ctx, "espalier:SignOut", resource);
  const { sessionId } = ctx.actor;
  if (!sessionId) return;
  await withTransaction(allowed, async (tx) => {
    await endSession(tx, allowed, sessionId, "signed-out");
    await recordAudit(tx, allowed, { action: "espalier:SignOut", resource: resource.arn });
  });
}
