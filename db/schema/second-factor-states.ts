/** What stands behind a session beside the password; `pending` and `enrolment` open nothing but the pages that ask. */
export const secondFactorStates = [
  "none",
  "pending",
  "enrolment",
  "totp",
  "passkey",
  "recovery-code",
  "trusted-device",
] as const;
