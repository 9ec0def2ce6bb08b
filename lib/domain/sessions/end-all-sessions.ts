import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { isOwnSignIn, signInResource } from "@/lib/authorization/resources";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { getPerson } from "./lookups";
import type { EndSessionsInput } from "./schema";
import { isCaller } from "./session-rules";
import { endSessions, tellEnded } from "./steps";

/** Ends every open session of a person, or every one but that which asks. Answers how many, and whether itself. */
export async function endAllSessions(
  ctx: Context,
  { name, keep }: EndSessionsInput,
): Promise<{ count: number; own: boolean }> {
  const allowed = authorize(ctx, "espalier:EndSession", signInResource(ctx, name));
  if (!isOwnSignIn(ctx, name)) requireStepUp(allowed, "sessions");
  const { actor } = allowed;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { endAllSessions: name, keep });
    const of = await getPerson(tx, allowed, name);
    const except = keep === "this" ? actor.sessionId : null;
    const count = await endSessions(tx, allowed, { of, reason: "ended", except });
    await tellEnded(tx, allowed, of, count);
    await recordAudit(tx, allowed, {
      action: "espalier:EndSession",
      resource: name || actor.name,
      subAccountId: of,
      after: { count },
    });
    return { count, own: keep === "none" && isCaller(actor, of) };
  });
}
