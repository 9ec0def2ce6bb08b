import "server-only";
import { isCommonPassword } from "./common-passwords";
import { isOnlyContextWords, normalizePassword, type PasswordProblem, passwordLengthProblem } from "./password-rules";

interface PasswordSetting {
  /** Is a second factor enforced for whoever signs in with it? */
  secondFactor: boolean;
  /** Product, alias, account, sub-account and company name. */
  contextWords: readonly string[];
}

/** Why a new password is refused, or null. Length comes first: nothing costly looks at an over-long input. */
export function judgePassword(
  password: string,
  { secondFactor, contextWords }: PasswordSetting,
): PasswordProblem | null {
  const problem = passwordLengthProblem(password, { secondFactor });
  if (problem) return problem;
  const normalized = normalizePassword(password);
  if (isOnlyContextWords(normalized, contextWords)) return "passwordContainsName";
  return isCommonPassword(normalized) ? "passwordCommon" : null;
}
