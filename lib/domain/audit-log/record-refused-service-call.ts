import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import type { PlatformContext } from "@/lib/authorization/context";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { DomainError } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { logger } from "@/lib/foundation/logger";
import { withPlatformTransaction } from "@/lib/foundation/transaction";

/**
 * Writes into the platform's log that a service key was refused what it called for, so many times and no more. Never
 * throws, for the refusal is the answer.
 */
export async function recordRefusedServiceCall(
  ctx: PlatformContext,
  { call, code }: { call: string; code: string },
): Promise<void> {
  const fence = mintPlatformFence(ctx);
  try {
    await requireAttempt(ctx.now, [{ bucket: "refusals", of: ctx.actorKey }]);
    await withPlatformTransaction(fence, (tx) =>
      recordPlatformAudit(tx, fence, { action: "platform:CallPlatformApi", resource: call, result: "refused", code }),
    );
  } catch (error) {
    if (error instanceof DomainError && error.code === "rate-limited") return;
    logger.warn({ err: error, requestId: ctx.requestId }, "a refusal was not recorded");
  }
}
