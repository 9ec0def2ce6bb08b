import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import type { SessionId } from "@/lib/foundation/ids";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import { endOperatorSessions } from "./operator-steps";
import type { EndOperatorSessionsInput } from "./schema";

/** Ends one session of the operator who asks, or (empty id) every other one. Throws `not-found` for one not open. */
export async function endOwnOperatorSessions(
  platform: PlatformContext,
  { sessionId }: EndOperatorSessionsInput,
): Promise<{ count: number; own: boolean }> {
  const allowed = authorizePlatform(platform, "platform:EndOwnSession");
  const { actor } = allowed;
  const of = actor.type === "operator" ? actor.operatorId : null;
  if (!of) throw new DomainError("not-found", "session");
  return withPlatformTransaction(allowed, async (tx) => {
    const which = sessionId ? { only: sessionId as SessionId } : { except: actor.sessionId };
    const count = await endOperatorSessions(tx, allowed, { of, reason: "ended", ...which });
    if (sessionId && count === 0) throw new DomainError("not-found", "session");
    await recordPlatformAudit(tx, allowed, {
      action: "platform:EndOwnSession",
      resource: actor.name,
      after: { count },
    });
    return { count, own: sessionId === actor.sessionId };
  });
}
