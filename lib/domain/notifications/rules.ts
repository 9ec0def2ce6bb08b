import "server-only";
import type { notificationKinds } from "@/db/schema/notifications";

export type NotificationKind = (typeof notificationKinds)[number];

/** What a person may switch off. The rest is how somebody learns that their access is not theirs alone any more. */
export const optionalNotices = [
  "new-device",
  "sessions-ended",
  "access-key-made",
  "ssh-key-expiring",
  "verification",
  "money",
] as const;
export type OptionalNotice = (typeof optionalNotices)[number];

/** The choice a kind falls under; null: it is always sent. */
export const choiceOf: Record<NotificationKind, OptionalNotice | null> = {
  "new-device": "new-device",
  "password-changed": null,
  "factors-changed": null,
  "sign-in-locked": null,
  "sessions-ended": "sessions-ended",
  "access-key-made": "access-key-made",
  "ssh-key-expiring": "ssh-key-expiring",
  "verification-approved": "verification",
  "verification-rejected": "verification",
  "spend-limit": "money",
  "spend-forecast": "money",
  "wallet-state": "money",
};
