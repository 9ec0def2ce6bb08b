import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";

/** Long enough to find the printer, short enough for a screen left alone (ux.md 3.3). */
export const revealMinutes = 10;
/** That nobody came for a secret is known this much longer, for the job that ends what it belongs to. */
export const unseenHours = 24;

/** Which secret: what kind it is and what it belongs to. */
export interface RevealKey {
  purpose: "sub-account-password" | "access-key-secret" | "claim-link" | "claim-links" | "sub-account-kit";
  subject: string;
}

/** The caller's own: of this session and this person, and of nobody else in the account. */
export function ownReveal({ accountId, actor }: Allowed, { purpose, subject }: RevealKey): SQL | undefined {
  const acting = actingSubAccount(actor);
  const person = acting ? eq(reveals.subAccountId, acting.subAccountId) : isNull(reveals.subAccountId);
  return and(
    eq(reveals.accountId, accountId),
    actor.sessionId ? eq(reveals.sessionId, actor.sessionId) : sql`false`,
    person,
    eq(reveals.purpose, purpose),
    eq(reveals.subject, subject),
  );
}
