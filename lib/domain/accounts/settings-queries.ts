import "server-only";
import { eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { loginProfiles } from "@/db/schema/login-profiles";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import type { PasswordPolicy, SecurityPreference } from "@/lib/authorization/account-settings";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { withReadTransaction } from "@/lib/foundation/transaction";

/** As it was read with the session or the signing key, in this very request. */
export function getSecurityPreference(ctx: Context): SecurityPreference {
  return authorize(ctx, "ram:GetSecurityPreference", accountSettingsResource(ctx)).account.preference;
}

export function getPasswordPolicy(ctx: Context): PasswordPolicy {
  return authorize(ctx, "ram:GetPasswordPolicy", accountSettingsResource(ctx)).account.passwordPolicy;
}

export function getAccountAlias(ctx: Context): string {
  return authorize(ctx, "ram:GetAccountAlias", accountSettingsResource(ctx)).account.alias;
}

export interface SettingsReach {
  /** All sub-accounts; whether they may sign in or not. */
  subAccounts: number;
  /** Of those, how many have a password of each age in days, at least. */
  passwordsOlderThan: { days: number; count: number }[];
  formerAliases: string[];
}

const agesShown = [30, 90, 180, 365];

/** How many sub-accounts a change of the settings affects. */
export async function getSettingsReach(ctx: Context): Promise<SettingsReach> {
  const allowed = authorize(ctx, "ram:GetSecurityPreference", accountSettingsResource(ctx));
  const { accountId, now } = allowed;
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
  const ages = agesShown.map(
    (days) => sql`count(*) filter (where ${loginProfiles.passwordChangedAt} <= ${before(days)}::timestamptz)::int`,
  );
  return withReadTransaction(allowed, async (tx) => {
    const [row] = await tx
      .select({
        formerAliases: accounts.formerAliases,
        subAccounts: sql<number>`coalesce(${subAccountCounters.active} + ${subAccountCounters.disabled}, 0)`,
      })
      .from(accounts)
      .leftJoin(subAccountCounters, eq(subAccountCounters.accountId, accounts.accountId))
      .where(eq(accounts.accountId, accountId));
    const [aged] = await tx
      .select({ counts: sql<number[]>`to_jsonb(array[${sql.join(ages, sql`, `)}])` })
      .from(loginProfiles)
      .where(eq(loginProfiles.accountId, accountId));
    const passwordsOlderThan = agesShown.map((days, at) => ({ days, count: aged?.counts[at] ?? 0 }));
    return { subAccounts: row?.subAccounts ?? 0, formerAliases: row?.formerAliases ?? [], passwordsOlderThan };
  });
}
