import type { PasswordPolicy } from "@/lib/authorization/account-settings";

/** Message keys below `errors`. */
export type PolicyProblem =
  | "passwordTooShort"
  | "passwordNeedsLowercase"
  | "passwordNeedsUppercase"
  | "passwordNeedsNumber"
  | "passwordNeedsSymbol"
  | "passwordNeedsVariety"
  | "passwordHasUserName";

/** What the account asks of the password of one of its sub-accounts. */
export interface SubAccountRules {
  passwordPolicy: PasswordPolicy;
  userName: string;
}

/** Why the account's policy refuses a password, in every script; null where it does not. NFC, as it will be hashed. */
export function findPolicyProblem(
  password: string,
  { passwordPolicy: policy, userName }: SubAccountRules,
): { key: PolicyProblem; params: Record<string, number> } | null {
  const characters = [...password];
  const min = policy.minimumPasswordLength;
  const variety = policy.minimumPasswordDifferentCharacter;
  if (characters.length < min) return { key: "passwordTooShort", params: { min } };
  if (policy.requireLowercaseCharacters && !/\p{Ll}/u.test(password)) return problem("passwordNeedsLowercase");
  if (policy.requireUppercaseCharacters && !/\p{Lu}/u.test(password)) return problem("passwordNeedsUppercase");
  if (policy.requireNumbers && !/\p{Nd}/u.test(password)) return problem("passwordNeedsNumber");
  if (policy.requireSymbols && !/[^\p{L}\p{N}\s]/u.test(password)) return problem("passwordNeedsSymbol");
  if (new Set(characters).size < variety) return { key: "passwordNeedsVariety", params: { min: variety } };
  if (policy.passwordNotContainUserName && userName !== "" && password.toLowerCase().includes(userName.toLowerCase())) {
    return problem("passwordHasUserName");
  }
  return null;
}

function problem(key: PolicyProblem) {
  return { key, params: {} };
}
