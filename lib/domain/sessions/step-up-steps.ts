import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { operatorSessions } from "@/db/schema/operator-sessions";
import { sessions } from "@/db/schema/sessions";
import type { Allowed, PlatformAllowed } from "@/lib/authorization/authorize";
import type { SecondFactorState } from "@/lib/authorization/context";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { DomainError } from "@/lib/foundation/errors";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";

type Person = Allowed | PlatformAllowed;

/** The table and the row of the session that acts; undefined without one. */
function ownSession({ actor, ...by }: Person) {
  const { sessionId } = actor;
  if (!sessionId) return undefined;
  if (!("accountId" in by)) {
    const open = and(eq(operatorSessions.id, sessionId), isNull(operatorSessions.endedAt));
    return { table: operatorSessions, open } as const;
  }
  const ofAccount = eq(sessions.accountId, by.accountId);
  // Operators work inside accounts too; their session is the platform's, out of reach of an account's transaction.
  if (actor.type === "operator") return undefined;
  return { table: sessions, open: and(ofAccount, eq(sessions.id, sessionId), isNull(sessions.endedAt)) } as const;
}

/**
 * Uses a proof up in the transaction of an act that cannot be undone: the next one asks again. Of two acts at once one
 * gets it. Throws `step-up-required`.
 */
export async function spendStepUp(tx: Tx, allowed: Person, purpose: StepUpPurpose): Promise<void> {
  const own = ownSession(allowed);
  if (!own) return;
  const { stepUps, id } = own.table;
  const spent = await tx
    .update(own.table)
    .set({ stepUps: sql`${stepUps} - ${purpose}::text` })
    .where(and(own.open, sql`jsonb_exists(${stepUps}, ${purpose})`))
    .returning({ id });
  if (spent.length === 0) throw new DomainError("step-up-required", "session", { details: { purpose } });
}

/** Notes a fresh proof for one purpose; returns the cookie's new value. */
export async function grantStepUp(tx: Tx, allowed: Person, purpose: StepUpPurpose): Promise<string> {
  const proved = { [purpose]: allowed.now.toISOString() };
  return rotateSession(tx, allowed, { proved });
}

/** Notes which second factor the session was given; returns the cookie's new value. */
export async function noteSecondFactor(tx: Tx, allowed: Person, secondFactor: SecondFactorState): Promise<string> {
  return rotateSession(tx, allowed, { secondFactor, proved: {} });
}

interface Change {
  secondFactor?: SecondFactorState;
  proved: Record<string, string>;
}

/** The session goes on under a new secret, the old one is dead. */
async function rotateSession(tx: Tx, allowed: Person, { proved, ...change }: Change): Promise<string> {
  const own = ownSession(allowed);
  if (!own) throw new DomainError("unauthenticated", "session");
  const { table } = own;
  const [before] = await tx.select({ tokenHash: table.tokenHash }).from(table).where(own.open).for("update");
  if (!before) throw new DomainError("unauthenticated", "session");
  const token = newToken();
  const tokenHash = hashToken(token);
  const stepUps = sql`${table.stepUps} || ${JSON.stringify(proved)}::text::jsonb`;
  await tx
    .update(table)
    .set({ ...change, tokenHash, stepUps })
    .where(own.open);
  const sub = allowed.actor.type === "sub-account" ? allowed.actor.subAccountId : null;
  await tx.execute(sql`select auth.release_key('session', ${before.tokenHash})`);
  await tx.execute(sql`select auth.register_key('session', ${tokenHash}, ${sub})`);
  return token;
}
