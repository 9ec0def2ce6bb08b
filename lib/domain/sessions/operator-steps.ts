import "server-only";
import { and, asc, eq, gt, isNull, ne, type SQL, sql } from "drizzle-orm";
import { operatorSessions } from "@/db/schema/operator-sessions";
import { operators } from "@/db/schema/operators";
import type { PlatformAllowed } from "@/lib/authorization/authorize";
import type { SecondFactorState } from "@/lib/authorization/context";
import { newSessionId, type OperatorId, type SessionId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import { openSessionsMax, operatorSessionSeconds, sessionIdleSeconds } from "./session-rules";

async function endWhere(tx: Tx, now: Date, which: SQL | undefined, reason: string): Promise<number> {
  const ended = await tx
    .update(operatorSessions)
    .set({ endedAt: now, endedReason: reason })
    .where(and(isNull(operatorSessions.endedAt), which))
    .returning({ tokenHash: operatorSessions.tokenHash });
  for (const { tokenHash } of ended) await tx.execute(sql`select auth.release_key('session', ${tokenHash})`);
  return ended.length;
}

export function endOperatorSession(tx: Tx, allowed: PlatformAllowed, id: SessionId, reason: string): Promise<number> {
  return endWhere(tx, allowed.now, eq(operatorSessions.id, id), reason);
}

interface Which {
  of: OperatorId;
  reason: string;
  only?: SessionId | undefined;
  except?: SessionId | null;
}

/** Ends open sessions of one operator, all of them unless told otherwise. Answers how many. */
export function endOperatorSessions(
  tx: Tx,
  allowed: PlatformAllowed,
  { of, reason, only, except }: Which,
): Promise<number> {
  const narrowed = and(
    eq(operatorSessions.operatorId, of),
    only ? eq(operatorSessions.id, only) : undefined,
    except ? ne(operatorSessions.id, except) : undefined,
  );
  return endWhere(tx, allowed.now, narrowed, reason);
}

/** Opens an operator's session and returns the cookie's value. */
export async function openOperatorSession(
  tx: Tx,
  allowed: PlatformAllowed,
  operatorId: OperatorId,
  secondFactor: SecondFactorState = "none",
): Promise<string> {
  const { now } = allowed;
  // Of several sign-ins at once each must see the sessions of the others, or together they pass the limit.
  await tx.select({ id: operators.id }).from(operators).where(eq(operators.id, operatorId)).for("no key update");
  const open = await tx
    .select({ id: operatorSessions.id })
    .from(operatorSessions)
    .where(
      and(
        eq(operatorSessions.operatorId, operatorId),
        isNull(operatorSessions.endedAt),
        gt(operatorSessions.expiresAt, now),
      ),
    )
    .orderBy(asc(operatorSessions.createdAt))
    .limit(100);
  for (const { id } of open.slice(0, Math.max(0, open.length - openSessionsMax + 1))) {
    await endOperatorSession(tx, allowed, id, "too-many");
  }
  const token = newToken();
  const tokenHash = hashToken(token);
  await tx.insert(operatorSessions).values({
    id: newSessionId(),
    operatorId,
    tokenHash,
    ip: allowed.facts.ip,
    userAgent: allowed.facts.userAgent,
    createdAt: now,
    lastSeenAt: now,
    secondFactor,
    idleSeconds: sessionIdleSeconds.operator,
    expiresAt: new Date(now.getTime() + operatorSessionSeconds * 1000),
  });
  await tx.execute(sql`select auth.register_key('session', ${tokenHash}, null)`);
  return token;
}
