/** Everything the platform writes to people, each with its words in `messages/<locale>/notifications.json`. */
export const messageKinds = [
  "sign-up-code",
  "already-signed-up",
  "reset-password-link",
  "password-changed",
  "verification-approved",
  "verification-rejected",
] as const;

export type MessageKind = (typeof messageKinds)[number];
