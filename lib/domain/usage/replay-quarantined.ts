import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { quarantinedEvents } from "@/db/schema/usage-events";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { storeUsage } from "./record-usage";
import { identify } from "./rules";
import { type ReplayQuarantinedInput, UsageEventInput } from "./schema";

/**
 * Takes a quarantined event in as if it had come now, whatever its age. Throws `invalid-state` while the reason it
 * waits for stands, and for a conflict, which is dismissed or corrected by a charge.
 */
export async function replayQuarantined(
  platform: PlatformContext,
  { accountId, id }: ReplayQuarantinedInput,
  by = platform.actor.name,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ResolveUsage", usageResource(ctx));
  await withTransaction(allowed, async (tx) => {
    const [row] = await tx
      .select()
      .from(quarantinedEvents)
      .where(
        and(
          eq(quarantinedEvents.accountId, accountId),
          eq(quarantinedEvents.id, id),
          isNull(quarantinedEvents.resolvedAt),
        ),
      )
      .limit(1);
    if (!row) throw new DomainError("not-found", "usage-event");
    if (row.reason === "conflict") throw new DomainError("invalid-state", "usage-event", { reason: "conflictStands" });
    await post(
      tx,
      sql`select billing.resolve_quarantined(${id}, 'replayed', ${by}, ${row.reason}, ${ctx.now.toISOString()})`,
    );
    const event = identify(UsageEventInput.parse(row.event));
    const [verdict] = await storeUsage(tx, allowed, [{ index: 0, event }], { anyAge: row.reason === "too-old" });
    if (verdict?.status !== "accepted" && verdict?.status !== "duplicate") {
      throw new DomainError("invalid-state", "usage-event", { reason: "stillQuarantined" });
    }
    await recordAudit(tx, allowed, {
      action: "espalier:ResolveUsage",
      resource: id,
      after: { resolution: "replayed" },
    });
  });
}
