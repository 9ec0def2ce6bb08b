import "server-only";
import { defaultPasswordPolicy, defaultSecurityPreference } from "./account-settings";
import type { AccountFacts } from "./context";

type Row = Omit<AccountFacts, "preference" | "passwordPolicy"> & {
  securityPreference: object;
  passwordPolicy: object;
};

/** Of the account's row: settings hold only what differs from the defaults, or did when it was set. */
export function accountFactsOf(row: Row): AccountFacts {
  const { uid, name, alias, companyName, verification, securityPreference, passwordPolicy } = row;
  return {
    ...{ uid, name, alias, companyName, verification },
    preference: { ...defaultSecurityPreference, ...securityPreference },
    passwordPolicy: { ...defaultPasswordPolicy, ...passwordPolicy },
  };
}
