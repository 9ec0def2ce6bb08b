import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { isOwnSignIn, signInResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import type { SessionId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { getPerson } from "./lookups";
import type { EndSessionInput } from "./schema";
import { endSessions, tellEnded } from "./steps";

/** Ends one open session of a person: its next request is refused. Throws `not-found` for one that is not open. */
export async function endOneSession(ctx: Context, { name, sessionId }: EndSessionInput): Promise<{ own: boolean }> {
  const resource = signInResource(ctx, name);
  const allowed = authorize(ctx, "espalier:EndSession", resource);
  if (!isOwnSignIn(ctx, name)) requireStepUp(allowed, "sessions");
  return withTransaction(allowed, async (tx) => {
    const of = await getPerson(tx, allowed, name);
    const count = await endSessions(tx, allowed, { of, reason: "ended", only: sessionId as SessionId });
    if (count === 0) throw new DomainError("not-found", "session");
    await tellEnded(tx, allowed, of, count);
    await recordAudit(tx, allowed, {
      action: "espalier:EndSession",
      resource: name || allowed.actor.name,
      subAccountId: of,
      after: { count, endedSession: sessionId },
    });
    return { own: sessionId === allowed.actor.sessionId };
  });
}
