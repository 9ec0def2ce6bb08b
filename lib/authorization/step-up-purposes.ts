import "server-only";

/**
 * Every kind of act that asks for a fresh proof (security.md §1.6). A proof for one opens no other: who confirmed an
 * export has not confirmed a deletion.
 */
export const stepUpPurposes = [
  "access-keys",
  "ssh-keys",
  "servers",
  "delete",
  "security-settings",
  "alias",
  "password-reset",
  "password",
  "second-factor",
  "contact",
  "policies",
  "sessions",
  "export",
  "bulk",
  "reveal",
  "wallet",
  "operator-writes",
] as const;

export type StepUpPurpose = (typeof stepUpPurposes)[number];
