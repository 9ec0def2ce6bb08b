import "server-only";
import type { AccountFacts } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";

/** How long a claim link waits for its owner (security.md §1.4). */
export const claimHours = 24;

/** Verification first: an account that is not approved cannot create sub-accounts, by any way in. */
export function requireApprovedAccount({ verification }: AccountFacts): void {
  if (verification === "approved") return;
  throw new DomainError("invalid-state", "account", { reason: "accountNotApproved" });
}
