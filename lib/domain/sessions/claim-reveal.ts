import "server-only";
import { and, gt, isNotNull, isNull } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { ownReveal, type RevealKey } from "./reveal-rules";

/**
 * Marks the waiting secret with this request's id: its answer, and no other, may carry it. False when nothing waits
 * for this session: shown before, expired, or somebody else's.
 */
export async function claimReveal(ctx: Context, key: RevealKey): Promise<boolean> {
  const allowed = authorize(ctx, "espalier:RevealSecret", ownSignInResource(ctx));
  const { now, requestId } = allowed;
  return withTransaction(allowed, async (tx) => {
    const claimed = await tx
      .update(reveals)
      .set({ requestId })
      .where(
        and(ownReveal(allowed, key), isNull(reveals.requestId), isNotNull(reveals.sealed), gt(reveals.expiresAt, now)),
      )
      .returning({ id: reveals.id });
    if (claimed.length === 0) return false;
    await recordAudit(tx, allowed, { action: "espalier:RevealSecret", resource: `${key.purpose}/${key.subject}` });
    return true;
  });
}
