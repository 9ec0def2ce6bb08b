import "server-only";
import { sql } from "drizzle-orm";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { activeKeysMax, networkAddressesMax, networkListsMax } from "@/lib/domain/access-keys/rules";
import { policyQuotas } from "@/lib/domain/policies/rules";
import { mfaDevicesMax } from "@/lib/domain/second-factors/rules";
import { env } from "@/lib/foundation/env";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { daysAgo } from "./finding-conditions";
import { getSecurityOverview } from "./queries";
import { findingDays, passwordLevelOf } from "./rules";

/** By RAM's names; roles, which there are none of, have RAM's. */
const quotas = () => ({
  ...policyQuotas,
  UsersQuota: env().subAccountsMax,
  AccessKeysPerUserQuota: activeKeysMax,
  AccountAccessKeysPerAccountQuota: activeKeysMax,
  PolicySizeQuota: 6144,
  VirtualMFADevicesQuota: mfaDevicesMax,
  ConditionsPerAKPolicyQuota: networkListsMax,
  IPItemsPerAKPolicyQuota: networkAddressesMax,
  RolesQuota: 1000,
  AttachedPoliciesPerRoleQuota: 5,
  AttachedSystemPoliciesPerRoleQuota: 20,
});

/** How much of what the account has, and how much of it it may have. */
export async function getAccountSummary(ctx: Context): Promise<Record<string, number>> {
  const allowed = authorize(ctx, "ram:GetAccountSummary", accountSettingsResource(ctx));
  const account = sql`${allowed.accountId}::uuid`;
  const [counts] = await withReadTransaction(allowed, (tx) =>
    tx.execute<Record<"users" | "groups" | "policies" | "bound" | "free", number>>(
      sql`select (select coalesce(sum(active + disabled), 0)::int from app.sub_account_counters
          where account_id = ${account}) as users,
        (select count(*)::int from app.groups where account_id = ${account}) as groups,
        (select count(*)::int from app.policies where account_id = ${account}) as policies,
        (select count(*)::int from app.mfa_devices where account_id = ${account}) as free,
        (select count(*)::int from app.second_factors where account_id = ${account}
          and sub_account_id is not null and kind = 'totp' and bound_at is not null) as bound`,
    ),
  );
  const { users = 0, groups = 0, policies = 0, bound = 0, free = 0 } = counts ?? {};
  return {
    ...quotas(),
    ...{ Users: users, Groups: groups, Policies: policies, Roles: 0 },
    ...{ MFADevices: bound + free, MFADevicesInUse: bound },
  };
}

/** How well the account's people and keys are guarded, as RAM counts it; the score is that of the security page. */
export async function getSecurityPractice(ctx: Context) {
  const allowed = authorize(ctx, "ram:GetAccountSecurityPracticeReport", accountSettingsResource(ctx));
  const account = sql`${allowed.accountId}::uuid`;
  const [old, unused] = [daysAgo(allowed, findingDays.oldKey), daysAgo(allowed, findingDays.unusedKey)];
  const isOld = sql`created_at < ${old}`;
  const isUnused = sql`created_at < ${unused} and coalesce(last_used_at < ${unused}, true)`;
  const [counts] = await withReadTransaction(allowed, (tx) =>
    tx.execute<
      Record<"people" | "bound" | "root" | "with_old" | "with_unused" | "root_keys" | "old" | "unused", number>
    >(
      sql`select
          (select coalesce(sum(active + disabled), 0)::int from app.sub_account_counters where account_id = ${account}) as people,
          (select count(distinct sub_account_id)::int from app.second_factors
            where account_id = ${account} and sub_account_id is not null and bound_at is not null) as bound,
          (select count(*)::int from app.second_factors
            where account_id = ${account} and sub_account_id is null and bound_at is not null) as root,
          count(distinct sub_account_id) filter (where ${isOld})::int as with_old,
          count(distinct sub_account_id) filter (where ${isUnused})::int as with_unused,
          count(*) filter (where sub_account_id is null)::int as root_keys,
          count(*) filter (where ${isOld})::int as old, count(*) filter (where ${isUnused})::int as unused
        from app.access_keys where account_id = ${account} and state = 'active'`,
    ),
  );
  const { score } = await getSecurityOverview(ctx);
  return { ...counts, score, passwordLevel: passwordLevelOf(allowed.account.passwordPolicy) };
}
