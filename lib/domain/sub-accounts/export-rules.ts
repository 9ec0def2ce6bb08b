import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { groups } from "@/db/schema/groups";
import { spendMonths } from "@/db/schema/spend";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import { subAccounts } from "@/db/schema/sub-accounts";
import { guarded, instant } from "@/lib/foundation/csv";
import type { MonthTerms } from "./lookups";
import type { ListColumn } from "./schema";

type FileColumn = [name: string, value: SQL];

const truth = (value: SQL) => sql`case when ${value} then 'yes' else 'no' end`;

const labels = sql`(select string_agg(${subAccountLabels.key} || ': ' || ${subAccountLabels.value}, '; ' order by ${subAccountLabels.key})
  from ${subAccountLabels} where ${and(
    eq(subAccountLabels.accountId, subAccounts.accountId),
    eq(subAccountLabels.subAccountId, subAccounts.id),
  )})`;
const joined = sql`(select string_agg(${groups.name}, '; ' order by ${groups.name})
  from ${groupMembers} join ${groups} on ${and(
    eq(groups.accountId, groupMembers.accountId),
    eq(groups.id, groupMembers.groupId),
  )} where ${and(eq(groupMembers.accountId, subAccounts.accountId), eq(groupMembers.subAccountId, subAccounts.id))})`;

/** The list's columns under stable names; spend is left out where its reader may not see it, as the list does. */
const columns: Record<ListColumn, (money: MonthTerms | undefined) => FileColumn[]> = {
  displayName: () => [["display_name", guarded(sql`${subAccounts.displayName}`)]],
  email: () => [["email", guarded(sql`${subAccounts.email}`)]],
  phone: () => [["phone", guarded(sql`${subAccounts.phone}`)]],
  state: () => [["state", sql`${subAccounts.state}`]],
  labels: () => [["labels", guarded(labels)]],
  groups: () => [["groups", guarded(joined)]],
  factor: () => [["second_factor", truth(sql`${subAccounts.hasSecondFactor}`)]],
  keys: () => [["access_keys", truth(sql`${subAccounts.hasAccessKeys}`)]],
  spend: (money) =>
    money
      ? [
          ["spend", sql`trim_scale(coalesce(${spendMonths.effectiveCost}, 0)::numeric / 1e6)::text`],
          ["currency", sql`${money.currency}::text`],
        ]
      : [],
  seen: () => [["last_sign_in", instant(sql`${subAccounts.lastSignInAt}`)]],
  created: () => [["created", instant(sql`${subAccounts.createdAt}`)]],
};

export function columnsOfFile(chosen: readonly ListColumn[], money: MonthTerms | undefined): FileColumn[] {
  return [["name", guarded(sql`${subAccounts.name}`)], ...chosen.flatMap((column) => columns[column](money))];
}
