import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import type { AccessDenied, RuleRefused } from "@/lib/authorization/access-denied";
import type { AccountAction } from "@/lib/authorization/actions";
import type { Context } from "@/lib/authorization/context";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { DomainError } from "@/lib/foundation/errors";
import { mintFence } from "@/lib/foundation/fence";
import { logger } from "@/lib/foundation/logger";
import { withTransaction } from "@/lib/foundation/transaction";

/**
 * Writes that somebody was refused, after whatever they tried was rolled back: into their own part of the log, under
 * what they asked for. So many per person and no more: who only collects refusals must not fill the log. Never throws,
 * for the refusal is the answer.
 */
export async function recordRefusal(
  ctx: Context,
  { code, reason, request }: AccessDenied | RuleRefused,
): Promise<void> {
  if (!request) return;
  const fence = mintFence({ ...ctx, authorityEpoch: null });
  try {
    await requireAttempt(ctx.now, [{ bucket: "refusals", of: `${ctx.accountId}|${ctx.actorKey}` }]);
    await withTransaction(fence, (tx) =>
      recordAudit(tx, fence, {
        action: request.action as AccountAction,
        resource: request.resources[0] ?? "",
        result: "refused",
        code: reason ?? code,
      }),
    );
  } catch (error) {
    if (error instanceof DomainError && error.code === "rate-limited") return;
    logger.warn({ err: error, requestId: ctx.requestId }, "a refusal was not recorded");
  }
}
