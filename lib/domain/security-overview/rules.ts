import "server-only";

import type { PasswordPolicy } from "@/lib/authorization/account-settings";
import { type FindingKey, findingWeights } from "./schema";

/** Days: RAM calls a key old, and unused, after 90. */
export const findingDays = { idle: 90, oldKey: 90, unusedKey: 90, oldPassword: 365, neverSignedIn: 7 };

/** More are not counted: a list of work has no use for the difference. */
export const countedMax = 1000;

/** 0 to 100: each finding takes its weight times the share of those it could be true of, and at least one point. */
export function scoreOf(findings: readonly { key: FindingKey; count: number; of: number }[]): number {
  const lost = findings.map(({ key, count, of }) => {
    if (count === 0) return 0;
    return Math.max(1, findingWeights[key] * Math.min(1, count / Math.max(1, Math.min(of, countedMax))));
  });
  return Math.max(0, Math.round(100 - lost.reduce((sum, points) => sum + points, 0)));
}

/** RAM's word for how much an account asks of passwords: length and kinds of characters beside the product's floor. */
export function passwordLevelOf(policy: PasswordPolicy): "low" | "mid" | "high" {
  const kinds = [
    policy.requireLowercaseCharacters,
    policy.requireUppercaseCharacters,
    policy.requireNumbers,
    policy.requireSymbols,
  ].filter(Boolean).length;
  if (policy.minimumPasswordLength >= 12 && kinds >= 3) return "high";
  return policy.minimumPasswordLength >= 10 || kinds >= 2 ? "mid" : "low";
}
