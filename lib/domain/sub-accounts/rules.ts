import "server-only";
import type { AccountFacts } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";

/** Verification first: an account that is not approved cannot create sub-accounts, by any way in. */
export function requireApprovedAccount({ verification }: AccountFacts): void {
  if (verification === "approved") return;
  throw new DomainError("invalid-state", "account", { reason: "accountNotApproved" });
}
