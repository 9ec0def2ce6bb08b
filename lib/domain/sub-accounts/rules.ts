import "server-only";
import { authorize, mayDo } from "@/lib/authorization/authorize";
import type { AccountFacts, Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";

/** How long a claim link waits for its owner (security.md §1.4). */
export const claimHours = 24;

/** Verification first: an account that is not approved cannot create sub-accounts, by any way in. */
export function requireApprovedAccount({ verification }: AccountFacts): void {
  if (verification === "approved") return;
  throw new DomainError("invalid-state", "account", { reason: "accountNotApproved" });
}

export const maySeeSpend = (ctx: Context): boolean => mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));

/**
 * Who reached its limit says what it spent, and so does who stands before whom. Refused rather than left out: a bulk act
 * must not go wider than was asked.
 */
export function requireSightOf(ctx: Context, { limit, sort = "" }: { limit: string; sort?: string }): void {
  if (limit || sort.endsWith("spend")) authorize(ctx, "bss:DescribeSpend", anySubAccount(ctx));
}
