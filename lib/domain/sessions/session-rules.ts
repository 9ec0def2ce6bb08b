import "server-only";
import type { Actor } from "@/lib/authorization/context";
import { type StepUpPurpose, stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import type { SubAccountId } from "@/lib/foundation/ids";

/** Idle limits by who acts (security.md 1.3): the more a session may do, the shorter it may lie open. */
const minute = 60;
export const sessionIdleSeconds = { operator: 15 * minute, administrator: 30 * minute, "sub-account": 60 * minute };
/** Of operators; an account sets its own (RAM's LoginSessionDuration). */
export const operatorSessionSeconds = 8 * 60 * minute;
export const openSessionsMax = 5;
/** `last_seen_at` is written at most this often: a page view is not a write. */
export const lastSeenSeconds = minute;

/** How long a fresh proof of who somebody is opens the acts it was given for (security.md §1.6). */
export const stepUpMinutes = 5;

/** For which purposes the session's proofs still hold. */
export function freshStepUps(stepUps: Readonly<Record<string, string>>, now: Date): ReadonlySet<StepUpPurpose> {
  return new Set(
    stepUpPurposes.filter((purpose) => {
      const minutes = (now.getTime() - Date.parse(stepUps[purpose] ?? "")) / 60_000;
      return minutes < stepUpMinutes;
    }),
  );
}

interface SessionTimes {
  lastSeenAt: Date;
  idleSeconds: number;
  expiresAt: Date;
  endedAt: Date | null;
}

/** Whether the session still opens anything, by the server's clock. */
export function isSessionOpen(session: SessionTimes, now: Date): boolean {
  if (session.endedAt !== null) return false;
  if (session.expiresAt <= now) return false;
  return session.lastSeenAt.getTime() + session.idleSeconds * 1000 > now.getTime();
}

/** Whether the person (null: the root user) is the one who acts. */
export function isCaller(actor: Actor, person: SubAccountId | null): boolean {
  if (actor.type === "operator") return false;
  return actor.type === "sub-account" ? actor.subAccountId === person : person === null;
}
