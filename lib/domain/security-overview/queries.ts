import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { daysAgo, peopleOf } from "./finding-conditions";
import { countedMax, findingDays, scoreOf } from "./rules";
import { type FindingKey, findingWeights, type ListedFinding } from "./schema";

export interface Finding {
  key: FindingKey;
  /** At most one more than is counted: then it is "more than". */
  count: number;
  weight: number;
}

export interface SecurityOverview {
  score: number;
  /** Only what was found, the weightiest first. */
  findings: Finding[];
  countedMax: number;
}

/** What needs somebody in the account's sign-ins and keys, as it is now: one statement of counts that stop early. */
export async function getSecurityOverview(ctx: Context): Promise<SecurityOverview> {
  const allowed = authorize(ctx, "ram:GetAccountSecurityPracticeReport", accountSettingsResource(ctx));
  const keys = Object.keys(findingWeights) as FindingKey[];
  const row = await withReadTransaction(allowed, async (tx) => {
    const counts = keys.map((key) => sql`${countOf(allowed, key)} as ${sql.identifier(key)}`);
    const [found] = await tx.execute<Record<FindingKey | "people" | "keys", number>>(
      sql`select ${sql.join(counts, sql`, `)}, ${peopleCount(allowed)} as people, ${keyCount(allowed)} as keys`,
    );
    return found;
  });
  const shares = keys.map((key) => ({
    ...{ key, count: Number(row?.[key] ?? 0), weight: findingWeights[key] },
    of: key.startsWith("root") ? 1 : Number((key.endsWith("Keys") ? row?.keys : row?.people) ?? 0),
  }));
  const findings = shares.filter(({ count }) => count > 0).map(({ key, count, weight }) => ({ key, count, weight }));
  return { score: scoreOf(shares), findings, countedMax };
}

const capped = (rows: SQL) => sql`(select count(*)::int from (select 1 ${rows} limit ${countedMax + 1}) as found)`;

function countOf(allowed: Allowed, key: FindingKey): SQL {
  const account = sql`${allowed.accountId}::uuid`;
  const activeKeys = sql`from app.access_keys k where k.account_id = ${account} and k.state = 'active'`;
  switch (key) {
    case "rootWithoutSecondFactor":
      return sql`(select case when exists (select from app.second_factors f where f.account_id = ${account}
        and f.sub_account_id is null and f.bound_at is not null) then 0 else 1 end)`;
    case "rootKeys":
      return capped(sql`${activeKeys} and k.sub_account_id is null`);
    case "unusedKeys": {
      const since = daysAgo(allowed, findingDays.unusedKey);
      return capped(sql`${activeKeys} and k.created_at < ${since} and coalesce(k.last_used_at < ${since}, true)`);
    }
    case "oldKeys":
      return capped(sql`${activeKeys} and k.created_at < ${daysAgo(allowed, findingDays.oldKey)}`);
    default:
      return capped(peopleOf(allowed, key));
  }
}

const peopleCount = ({ accountId }: Allowed) =>
  sql`(select coalesce(sum(c.active), 0)::int from app.sub_account_counters c where c.account_id = ${accountId}::uuid)`;
const keyCount = ({ accountId }: Allowed) =>
  capped(sql`from app.access_keys k where k.account_id = ${accountId}::uuid and k.state = 'active'`);

const peoplePerPage = 50;

/** The people of one finding, by name. */
export async function listFinding(
  ctx: Context,
  { finding, after = "" }: { finding: ListedFinding; after?: string },
): Promise<{ rows: { name: string; displayName: string; lastSignInAt: Date | null }[]; next: string | undefined }> {
  const allowed = authorize(ctx, "ram:GetAccountSecurityPracticeReport", accountSettingsResource(ctx));
  const rows = await withReadTransaction(allowed, (tx) =>
    tx.execute<{ name: string; display_name: string; last_sign_in_at: string | null }>(
      sql`select s.name, s.display_name, s.last_sign_in_at ${peopleOf(allowed, finding)} and s.name collate "C" > ${after}
        order by s.name collate "C" limit ${peoplePerPage + 1}`,
    ),
  );
  const page = rows.slice(0, peoplePerPage).map(({ name, display_name, last_sign_in_at }) => ({
    ...{ name, displayName: display_name },
    lastSignInAt: last_sign_in_at === null ? null : new Date(last_sign_in_at),
  }));
  return { rows: page, next: rows.length > peoplePerPage ? page.at(-1)?.name : undefined };
}
