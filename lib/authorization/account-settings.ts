import "server-only";
import { isWithinRanges } from "@/lib/foundation/address-ranges";

/** The account's switches for its sub-accounts, RAM's names (ram-api §9). */
export interface SecurityPreference {
  allowUserToChangePassword: boolean;
  allowUserToLoginWithPasskey: boolean;
  allowUserToManageAccessKeys: boolean;
  allowUserToManageMfaDevices: boolean;
  /** SSH public keys, here. */
  allowUserToManagePublicKeys: boolean;
  /** Kept for RAM's clients; nothing here asks for it. */
  allowUserToManagePersonalDingTalk: boolean;
  /** Remembers a second factor on a device for 7 days. */
  enableSaveMfaTicket: boolean;
  mfaOperationForLogin: "mandatory" | "independent" | "adaptive";
  /** Deprecated at RAM; kept for its clients. */
  operationForRiskLogin: "autonomous" | "enforceVerify";
  verificationTypes: readonly string[];
  loginSessionDurationHours: number;
  /** Addresses and ranges as `parseAddressRange` spells them; none: from anywhere. */
  loginNetworkMasks: readonly string[];
}

/** What passwords of sub-accounts must be beside the floor of the product; it can only add to that. */
export interface PasswordPolicy {
  minimumPasswordLength: number;
  requireLowercaseCharacters: boolean;
  requireUppercaseCharacters: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
  /** How many characters must differ from one another; 0: no rule. */
  minimumPasswordDifferentCharacter: number;
  passwordNotContainUserName: boolean;
  /** 0: never expires. */
  maxPasswordAgeDays: number;
  /** An expired password is reset by an administrator only, instead of changed by its owner. */
  hardExpire: boolean;
  /** How many of the last passwords are refused. */
  passwordReusePrevention: number;
  /** Failures in a row that lock the password for an hour; 0: no such limit. */
  maxLoginAttempts: number;
}

/** RAM's defaults: whoever sets nothing has them. */
export const defaultSecurityPreference: SecurityPreference = {
  allowUserToChangePassword: true,
  allowUserToLoginWithPasskey: true,
  allowUserToManageAccessKeys: false,
  allowUserToManageMfaDevices: true,
  allowUserToManagePublicKeys: false,
  allowUserToManagePersonalDingTalk: true,
  enableSaveMfaTicket: false,
  mfaOperationForLogin: "independent",
  operationForRiskLogin: "autonomous",
  verificationTypes: [],
  loginSessionDurationHours: 6,
  loginNetworkMasks: [],
};

export const defaultPasswordPolicy: PasswordPolicy = {
  minimumPasswordLength: 8,
  requireLowercaseCharacters: false,
  requireUppercaseCharacters: false,
  requireNumbers: false,
  requireSymbols: false,
  minimumPasswordDifferentCharacter: 0,
  passwordNotContainUserName: false,
  maxPasswordAgeDays: 0,
  hardExpire: false,
  passwordReusePrevention: 0,
  maxLoginAttempts: 0,
};

/** Since when a password made then is over; null where passwords last. */
function passwordEndsAt({ maxPasswordAgeDays }: PasswordPolicy, changedAt: Date): Date | null {
  return maxPasswordAgeDays === 0 ? null : new Date(changedAt.getTime() + maxPasswordAgeDays * 86_400_000);
}

/** `must-change`: by its owner at the next sign-in. `dead`: by an administrator only. */
export function passwordStateOf(
  policy: PasswordPolicy,
  changedAt: Date | null,
  now: Date,
): "good" | "must-change" | "dead" {
  const endsAt = changedAt && passwordEndsAt(policy, changedAt);
  if (!endsAt || endsAt > now) return "good";
  return policy.hardExpire ? "dead" : "must-change";
}

/** Whether sub-accounts may sign in to the console from this address, and stay signed in. Signed calls are not asked. */
export function admitsAddress({ loginNetworkMasks }: Pick<SecurityPreference, "loginNetworkMasks">, address: string) {
  return loginNetworkMasks.length === 0 || isWithinRanges(address, loginNetworkMasks);
}
