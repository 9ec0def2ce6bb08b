import "server-only";
import { and, asc, eq, gt, isNull, ne, type SQL, sql } from "drizzle-orm";
import { rootUsers } from "@/db/schema/root-users";
import { type sessionEndings, sessions } from "@/db/schema/sessions";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SecondFactorState } from "@/lib/authorization/context";
import { notify } from "@/lib/domain/notifications/steps";
import { DomainError } from "@/lib/foundation/errors";
import { newSessionId, type SessionId, type SubAccountId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import { isCaller, openSessionsMax, sessionIdleSeconds } from "./session-rules";

type Ending = (typeof sessionEndings)[number];

function ofPrincipal(allowed: Allowed, subAccountId: SubAccountId | null): SQL | undefined {
  const owner = subAccountId === null ? isNull(sessions.subAccountId) : eq(sessions.subAccountId, subAccountId);
  return and(eq(sessions.accountId, allowed.accountId), owner, isNull(sessions.endedAt));
}

async function endWhere(tx: Tx, allowed: Allowed, which: SQL | undefined, reason: Ending): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: allowed.now, endedReason: reason })
    .where(and(eq(sessions.accountId, allowed.accountId), isNull(sessions.endedAt), which))
    .returning({ tokenHash: sessions.tokenHash });
  for (const { tokenHash } of ended) await tx.execute(sql`select auth.release_key('session', ${tokenHash})`);
  return ended.length;
}

/** Ends one session: its cookie opens nothing from the next request on. */
export function endSession(tx: Tx, allowed: Allowed, sessionId: SessionId, reason: Ending): Promise<number> {
  return endWhere(tx, allowed, eq(sessions.id, sessionId), reason);
}

interface Which {
  of: SubAccountId | null;
  reason: Ending;
  only?: SessionId | undefined;
  except?: SessionId | null;
}

/** Ends open sessions of one person, all of them unless told otherwise, the one that asks included. Answers how many. */
export function endSessions(tx: Tx, allowed: Allowed, { of, reason, only, except }: Which): Promise<number> {
  const narrowed = and(only ? eq(sessions.id, only) : undefined, except ? ne(sessions.id, except) : undefined);
  return endWhere(tx, allowed, and(ofPrincipal(allowed, of), narrowed), reason);
}

/** Tells somebody that another person ended sessions of theirs; who ends their own knows. */
export async function tellEnded(tx: Tx, allowed: Allowed, of: SubAccountId | null, count: number): Promise<void> {
  if (isCaller(allowed.actor, of) || count === 0) return;
  await notify(tx, allowed, { kind: "sessions-ended", to: of, params: { count: String(count), why: "administrator" } });
}

/** Of several sign-ins at once each must see the sessions of the others, or together they pass the limit. */
async function lockPerson(tx: Tx, { accountId }: Allowed, subAccountId: SubAccountId | null): Promise<void> {
  if (subAccountId === null) {
    await tx
      .select({ found: rootUsers.accountId })
      .from(rootUsers)
      .where(eq(rootUsers.accountId, accountId))
      .for("no key update");
    return;
  }
  const [person] = await tx
    .select({ state: subAccounts.state })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, subAccountId)))
    .for("no key update");
  // Disabled while the password was being checked: a session opened now would come to life with the enabling.
  if (person?.state === "disabled") throw new DomainError("invalid-state", "sign-in", { reason: "subAccountDisabled" });
}

interface OpenedFor {
  of: SubAccountId | null;
  administrator: boolean;
  secondFactor?: SecondFactorState;
}

/** Opens a session for the person and returns the cookie's value, known from then on by its hash only. */
export async function openSession(
  tx: Tx,
  allowed: Allowed,
  { of, administrator, secondFactor = "none" }: OpenedFor,
): Promise<{ token: string; sessionId: SessionId }> {
  const { now } = allowed;
  await lockPerson(tx, allowed, of);
  const open = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(ofPrincipal(allowed, of), gt(sessions.expiresAt, now)))
    .orderBy(asc(sessions.createdAt))
    .limit(100);
  const tooMany = open.slice(0, Math.max(0, open.length - openSessionsMax + 1));
  for (const { id } of tooMany) await endSession(tx, allowed, id, "too-many");
  if (tooMany.length > 0) {
    await notify(tx, allowed, {
      kind: "sessions-ended",
      to: of,
      params: { count: String(tooMany.length), why: "limit" },
    });
  }
  const token = newToken();
  const tokenHash = hashToken(token);
  const sessionId = newSessionId();
  await tx.insert(sessions).values({
    accountId: allowed.accountId,
    id: sessionId,
    subAccountId: of,
    tokenHash,
    ip: allowed.facts.ip,
    userAgent: allowed.facts.userAgent,
    createdAt: now,
    lastSeenAt: now,
    secondFactor,
    idleSeconds: administrator ? sessionIdleSeconds.administrator : sessionIdleSeconds["sub-account"],
    expiresAt: new Date(now.getTime() + allowed.account.preference.loginSessionDurationHours * 3_600_000),
  });
  await tx.execute(sql`select auth.register_key('session', ${tokenHash}, ${of})`);
  return { token, sessionId };
}
