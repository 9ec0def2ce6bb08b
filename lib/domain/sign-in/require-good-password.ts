import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import { judgePassword } from "./judge-password";
import { passwordProblemParams } from "./password-rules";

/**
 * Throws `invalid-input` on field `password`, with the reason, for a new password that the rules refuse.
 *
 * @param contextWords what a guesser would try first: names of the account, its alias, the person
 */
export function requireGoodPassword(password: string, contextWords: readonly string[]): void {
  const strength = { secondFactor: false };
  const problem = judgePassword(password, { ...strength, contextWords });
  if (!problem) return;
  const params = passwordProblemParams(problem, strength);
  throw new DomainError("invalid-input", "password", { reason: problem, details: { ...params, field: "password" } });
}
