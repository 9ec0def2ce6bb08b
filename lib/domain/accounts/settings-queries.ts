import "server-only";
import type { PasswordPolicy, SecurityPreference } from "@/lib/authorization/account-settings";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";

/** As it was read with the session or the signing key, in this very request. */
export function getSecurityPreference(ctx: Context): SecurityPreference {
  return authorize(ctx, "ram:GetSecurityPreference", accountSettingsResource(ctx)).account.preference;
}

export function getPasswordPolicy(ctx: Context): PasswordPolicy {
  return authorize(ctx, "ram:GetPasswordPolicy", accountSettingsResource(ctx)).account.passwordPolicy;
}
