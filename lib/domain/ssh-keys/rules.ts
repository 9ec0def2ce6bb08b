import "server-only";
import { DomainError } from "@/lib/foundation/errors";

/** Of one sub-account, expired ones too: an inventory that somebody still reads. */
const publicKeysMax = 10;

const dayMs = 86_400_000;

export function requireRoomForPublicKey(count: number): void {
  if (count >= publicKeysMax) {
    throw new DomainError("limit-reached", "ssh-key", { reason: "tooManyPublicKeys", details: { max: publicKeysMax } });
  }
}

export function expiryAfter(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * dayMs);
}

export type PublicKeyStanding = "active" | "expiring" | "expired";

/** Expiring is said a week ahead: long enough to make another key. */
export function standingOf(expiresAt: Date | null, now: Date): PublicKeyStanding {
  if (expiresAt === null) return "active";
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left < 7 * dayMs ? "expiring" : "active";
}

/** How many days ahead the owner is reminded. */
const reminderDays = [30, 7, 1] as const;

/** When reminders of a key that ends then are due: those whose moment is not over already. */
export function remindersOf(expiresAt: Date | null, now: Date): { daysLeft: number; at: Date }[] {
  if (expiresAt === null) return [];
  return reminderDays
    .map((daysLeft) => ({ daysLeft, at: new Date(expiresAt.getTime() - daysLeft * dayMs) }))
    .filter(({ at }) => at > now);
}
