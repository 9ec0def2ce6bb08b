import "server-only";
import type { sessions } from "@/db/schema/sessions";
import type { SessionId } from "@/lib/foundation/ids";
import { isSessionOpen } from "./session-rules";

export interface SessionView {
  id: string;
  /** `this`: the one that asks. `over`: nobody ended it, its time was up. */
  state: "this" | "open" | "ended" | "over";
  ip: string;
  userAgent: string;
  signedInAt: Date;
  lastSeenAt: Date;
  endedAt: Date | null;
  endedReason: string | null;
}

type Row = Pick<
  typeof sessions.$inferSelect,
  "id" | "ip" | "userAgent" | "createdAt" | "lastSeenAt" | "idleSeconds" | "expiresAt" | "endedAt"
> & { endedReason: string | null };

/** Field by named field: what of a session may leave the server. */
export function presentSession(row: Row, asking: SessionId | null, now: Date): SessionView {
  const { id, ip, userAgent, createdAt, lastSeenAt, endedAt, endedReason } = row;
  const state = row.endedAt ? "ended" : isSessionOpen(row, now) ? (id === asking ? "this" : "open") : "over";
  return { id, state, ip, userAgent, signedInAt: createdAt, lastSeenAt, endedAt, endedReason };
}
