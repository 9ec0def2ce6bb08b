import "server-only";

/** Idle limits by who acts (security.md 1.3): the more a session may do, the shorter it may lie open. */
const minute = 60;
export const sessionIdleSeconds = { operator: 15 * minute, administrator: 30 * minute, "sub-account": 60 * minute };
/** RAM's default LoginSessionDuration; operators 8 h. */
export const sessionAbsoluteSeconds = { operator: 8 * 60 * minute, account: 6 * 60 * minute };
export const openSessionsMax = 5;
/** `last_seen_at` is written at most this often: a page view is not a write. */
export const lastSeenSeconds = minute;

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
