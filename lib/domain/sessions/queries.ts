import "server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import { operatorSessions } from "@/db/schema/operator-sessions";
import { sessions } from "@/db/schema/sessions";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context, type PlatformContext } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";

interface SignInFact {
  at: Date;
  ip: string;
  userAgent: string;
}

export interface OwnSignIns {
  /** The session that asks. */
  current: (SignInFact & { endsAt: Date }) | undefined;
  /** The sign-in before it. */
  previous: SignInFact | undefined;
}

type Row = SignInFact & { id: string; endsAt: Date };

/** A password change goes on under a new session: the one before it is told as the sign-in before. */
function split(rows: Row[], sessionId: string | null): OwnSignIns {
  const current = rows.find(({ id }) => id === sessionId);
  return { current, previous: rows.find(({ id, at }) => id !== sessionId && (!current || at < current.at)) };
}

/** One's own session and the sign-in before it. */
export async function getOwnSignIns(ctx: Context): Promise<OwnSignIns> {
  const allowed = authorize(ctx, "ram:GetUser", ownSignInResource(ctx));
  const { actor } = ctx;
  const acting = actingSubAccount(actor);
  const owner = acting ? eq(sessions.subAccountId, acting.subAccountId) : isNull(sessions.subAccountId);
  const { id, createdAt: at, expiresAt: endsAt, ip, userAgent } = sessions;
  const rows = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ id, at, endsAt, ip, userAgent })
      .from(sessions)
      .where(and(eq(sessions.accountId, allowed.accountId), owner))
      .orderBy(desc(sessions.createdAt))
      .limit(10),
  );
  return split(rows, actor.sessionId);
}

/** The same of an operator. */
export async function getOperatorSignIns(platform: PlatformContext): Promise<OwnSignIns> {
  const allowed = authorizePlatform(platform, "platform:GetOwnSignIn");
  const { actor } = platform;
  const operatorId = actor.type === "operator" ? actor.operatorId : null;
  if (!operatorId) return { current: undefined, previous: undefined };
  const { id, createdAt: at, expiresAt: endsAt, ip, userAgent } = operatorSessions;
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ id, at, endsAt, ip, userAgent })
      .from(operatorSessions)
      .where(eq(operatorSessions.operatorId, operatorId))
      .orderBy(desc(operatorSessions.createdAt))
      .limit(10),
  );
  return split(rows, actor.sessionId);
}
