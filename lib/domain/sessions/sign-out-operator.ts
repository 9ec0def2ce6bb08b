import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import { endOperatorSession } from "./operator-steps";

/** Ends the operator's session that asks. */
export async function signOutOperator(platform: PlatformContext): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:SignOut");
  const { sessionId, name } = platform.actor;
  if (!sessionId) return;
  await withPlatformTransaction(allowed, async (tx) => {
    await endOperatorSession(tx, allowed, sessionId, "signed-out");
    await recordPlatformAudit(tx, allowed, { action: "platform:SignOut", resource: name });
  });
}
