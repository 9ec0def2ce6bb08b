import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import { operatorSessions } from "@/db/schema/operator-sessions";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { signInResource } from "@/lib/authorization/resources";
import { byUse, getPerson, listSessionsOf } from "@/lib/domain/sessions/lookups";
import { presentSession, type SessionView } from "@/lib/domain/sessions/presenter";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { attemptsAt, rootAttempts } from "./find-principal";
import { listSignInsOf } from "./lookups";
import type { SignInView } from "./presenter";
import { findAttempts } from "./throttle";
import type { BucketReport } from "./throttle-rules";

export interface LoginStatus {
  sessions: SessionView[];
  /** The newest attempts, right and wrong. */
  signIns: SignInView[];
  attempts: BucketReport;
}

const signInsShown = 20;

/** How somebody signs in: open sessions, the newest attempts, and whether wrong ones hold the next one up. */
export async function getLoginStatus(ctx: Context, name: string): Promise<LoginStatus> {
  const allowed = authorize(ctx, "espalier:ListSessions", signInResource(ctx, name));
  const account = await withReadTransaction(allowed, async (tx) => {
    const person = await getPerson(tx, allowed, name);
    const [sessions, signIns] = await Promise.all([
      listSessionsOf(tx, allowed, person),
      listSignInsOf(tx, allowed, person, signInsShown),
    ]);
    return { person, sessions, signIns };
  });
  const own = ctx.actor.type === "sub-account" ? ctx.actor.name : "";
  const counted = account.person === null ? rootAttempts(ctx.actor.name) : attemptsAt(ctx.account.alias, name || own);
  const { sessions, signIns } = account;
  return { sessions, signIns, attempts: await findAttempts(ctx.now, counted) };
}

const operatorSessionsShown = 20;

/** The same of the operator who asks. */
export async function getOperatorLoginStatus(platform: PlatformContext): Promise<Omit<LoginStatus, "attempts">> {
  const allowed = authorizePlatform(platform, "platform:GetOwnSignIn");
  const { actor, now } = allowed;
  const operatorId = actor.type === "operator" ? actor.operatorId : null;
  if (!operatorId) return { sessions: [], signIns: [] };
  return withPlatformRead(allowed, async (tx) => {
    const { id, occurredAt: at, result, code, ip, userAgent } = operatorAuditEvents;
    const [rows, signIns] = await Promise.all([
      tx
        .select()
        .from(operatorSessions)
        .where(eq(operatorSessions.operatorId, operatorId))
        .orderBy(desc(operatorSessions.createdAt))
        .limit(operatorSessionsShown),
      tx
        .select({ id, at, result, code, ip, userAgent })
        .from(operatorAuditEvents)
        .where(and(eq(operatorAuditEvents.actorId, operatorId), eq(operatorAuditEvents.action, "espalier:SignIn")))
        .orderBy(desc(operatorAuditEvents.occurredAt), desc(operatorAuditEvents.id))
        .limit(signInsShown),
    ]);
    return { sessions: rows.map((row) => presentSession(row, actor.sessionId, now)).sort(byUse), signIns };
  });
}
