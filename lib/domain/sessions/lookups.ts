import "server-only";
import { and, desc, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { sessions } from "@/db/schema/sessions";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { presentSession, type SessionView } from "./presenter";

const openShown = 100;
const overShown = 10;

/** Whose sign-in is meant: a sub-account by name, or (empty) the caller; null is the root user. Throws `not-found`. */
export async function getPerson(tx: Tx, allowed: Allowed, name: string): Promise<SubAccountId | null> {
  const { actor, accountId } = allowed;
  if (name === "") {
    if (actor.type === "operator") throw new DomainError("not-found", "sign-in");
    return actor.type === "sub-account" ? actor.subAccountId : null;
  }
  const [person] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} collate "C" = ${name}`));
  if (!person) throw new DomainError("not-found", "sub-account");
  return person.id;
}

function sessionsOf({ accountId }: Allowed, of: SubAccountId | null): SQL | undefined {
  const owner = of === null ? isNull(sessions.subAccountId) : eq(sessions.subAccountId, of);
  return and(eq(sessions.accountId, accountId), owner);
}

/** Whether the person ever opened a session. */
export async function hasSignedIn(tx: Tx, allowed: Allowed, of: SubAccountId | null): Promise<boolean> {
  const found = await tx.select({ id: sessions.id }).from(sessions).where(sessionsOf(allowed, of)).limit(1);
  return found.length > 0;
}

/** A person's open sessions, and the newest that are over. */
export async function listSessionsOf(tx: Tx, allowed: Allowed, of: SubAccountId | null): Promise<SessionView[]> {
  const { actor, now } = allowed;
  const mine = sessionsOf(allowed, of);
  const inTime = and(isNull(sessions.endedAt), gt(sessions.expiresAt, now));
  const gone = or(isNotNull(sessions.endedAt), lte(sessions.expiresAt, now));
  const newest = desc(sessions.createdAt);
  const [open, over] = await Promise.all([
    tx.select().from(sessions).where(and(mine, inTime)).orderBy(newest).limit(openShown),
    tx.select().from(sessions).where(and(mine, gone)).orderBy(newest).limit(overShown),
  ]);
  return [...open, ...over].map((row) => presentSession(row, actor.sessionId, now)).sort(byUse);
}

/** What is open first; within both the one used last first. */
export function byUse(a: SessionView, b: SessionView): number {
  const rank = ({ state }: SessionView) => (state === "this" ? 0 : state === "open" ? 1 : 2);
  return rank(a) - rank(b) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime();
}
