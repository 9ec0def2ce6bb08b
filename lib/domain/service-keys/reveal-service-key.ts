import "server-only";
import { and, eq, gt, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { serviceKeys } from "@/db/schema/service-keys";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { openForPlatform } from "@/lib/foundation/data-keys";
import type { ServiceKeyId } from "@/lib/foundation/ids";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { ServiceKeyInput } from "./schema";

/** The key that waits for this session, and for no other. */
function ofSession({ actor, now }: PlatformAllowed, { id }: ServiceKeyInput): SQL | undefined {
  const session = actor.sessionId === null ? sql`false` : eq(serviceKeys.revealSessionId, actor.sessionId);
  return and(
    eq(serviceKeys.id, id as ServiceKeyId),
    session,
    isNotNull(serviceKeys.revealSealed),
    gt(serviceKeys.revealUntil, now),
  );
}

/** Marks the waiting key with this request's id: its answer, and no other, may carry it. False when nothing waits. */
export async function claimServiceKey(platform: PlatformContext, input: ServiceKeyInput): Promise<boolean> {
  const allowed = authorizePlatform(platform, "platform:RevealServiceKey");
  return withPlatformTransaction(allowed, async (tx) => {
    const [row] = await tx
      .update(serviceKeys)
      .set({ revealRequestId: allowed.requestId })
      .where(and(ofSession(allowed, input), isNull(serviceKeys.revealRequestId)))
      .returning({ name: serviceKeys.name });
    if (!row) return false;
    await recordPlatformAudit(tx, allowed, { action: "platform:RevealServiceKey", resource: row.name });
    return true;
  });
}

/** The key that this very request has claimed, erased in the statement that reads it; undefined for all others. */
export async function revealServiceKey(platform: PlatformContext, input: ServiceKeyInput): Promise<string | undefined> {
  const allowed = authorizePlatform(platform, "platform:RevealServiceKey");
  return withPlatformTransaction(allowed, async (tx) => {
    const taken = tx.$with("taken").as(
      tx
        .select({ id: serviceKeys.id, sealed: sql<Buffer>`${serviceKeys.revealSealed}`.as("taken_sealed") })
        .from(serviceKeys)
        .where(and(ofSession(allowed, input), eq(serviceKeys.revealRequestId, allowed.requestId)))
        .for("update"),
    );
    const [row] = await tx
      .with(taken)
      .update(serviceKeys)
      .set({ revealSealed: null })
      .from(taken)
      .where(eq(serviceKeys.id, taken.id))
      .returning({ id: taken.id, sealed: taken.sealed });
    return row && openForPlatform("service-key", row.id, row.sealed).toString("utf8");
  });
}
