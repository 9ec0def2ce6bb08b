import "server-only";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";

/** What is unique across accounts, and what a stranger may present. */
export type DirectoryKind =
  | "account-name"
  | "alias"
  | "root-email"
  | "operator-email"
  | "session"
  | "reset-link"
  | "set-up-link"
  | "account-uid"
  | "service-key"
  | "server"
  | "access-key"
  | "passkey";

/** What a key of the directory opened: nulls where it belongs to the platform, undefined where nobody owns it. */
export interface DirectoryHit {
  accountId: AccountId | null;
  subAccountId: SubAccountId | null;
}

/** The same as the directory answers it. */
export interface DirectoryRow {
  found: boolean;
  account_id: AccountId | null;
  sub_account_id: SubAccountId | null;
}
