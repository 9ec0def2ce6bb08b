import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import { judgePassword } from "./judge-password";
import { findPolicyProblem, type SubAccountRules } from "./password-policy-rules";
import { normalizePassword, passwordProblemParams } from "./password-rules";

/**
 * Throws `invalid-input` on field `password`, with the reason, for a new password that the rules refuse: the product's
 * own first, then the account's policy, which can only add to them.
 *
 * @param contextWords what a guesser would try first: names of the account, its alias, the person
 * @param of the sub-account it is for; root users and operators are under no account's policy
 */
export function requireGoodPassword(password: string, contextWords: readonly string[], of?: SubAccountRules): void {
  const strength = { secondFactor: false };
  const problem = judgePassword(password, { ...strength, contextWords });
  if (problem) throw refusal(problem, passwordProblemParams(problem, strength));
  const added = of && findPolicyProblem(normalizePassword(password), of);
  if (added) throw refusal(added.key, added.params);
}

function refusal(reason: string, params: Record<string, number>): DomainError {
  return new DomainError("invalid-input", "password", { reason, details: { ...params, field: "password" } });
}
