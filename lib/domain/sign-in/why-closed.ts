import "server-only";
import { admitsAddress, passwordStateOf } from "@/lib/authorization/account-settings";
import type { PlatformContext } from "@/lib/authorization/context";
import type { AccountPrincipal } from "./find-principal";

/** Why somebody who proved who they are is not let in all the same; undefined where nothing is in the way. */
export function whyClosed(principal: AccountPrincipal, { now, facts }: PlatformContext): string | undefined {
  if (principal.disabled) return "subAccountDisabled";
  if (principal.passwordExpiresAt && principal.passwordExpiresAt <= now) return "passwordExpired";
  if (passwordStateOf(principal.account.passwordPolicy, principal.passwordChangedAt, now) === "dead") {
    return "passwordTooOld";
  }
  if (principal.kind === "sub-account" && !admitsAddress(principal.account.preference, facts.ip)) {
    return "outsideLoginMask";
  }
  return undefined;
}
