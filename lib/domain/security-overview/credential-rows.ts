import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Allowed } from "@/lib/authorization/authorize";
import { instant } from "@/lib/foundation/csv";

const keys = ["access_key_1", "access_key_2"];
const additional = ["additional_access_key_1", "additional_access_key_2", "additional_access_key_3"];
const ofKey = ["exist", "active", "last_rotated", "last_used"];

/** RAM's columns, in its order. */
export const credentialColumns: readonly string[] = [
  ...["user", "user_creation_time", "user_last_logon", "password_exist", "password_active"],
  ...["password_last_changed", "password_next_rotation", "mfa_active"],
  ...[...keys, ...additional].flatMap((key) => ofKey.map((fact) => `${key}_${fact}`)),
];

const moment = (value: SQL) => sql`coalesce(${instant(value)}, 'N/A')`;
const truth = (value: SQL) => sql`case when ${value} then 'TRUE' else 'FALSE' end`;
const nobody = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

const keyFacts = (at: number) => [
  truth(sql`k.states[${at}::int] is not null`),
  truth(sql`coalesce(k.states[${at}::int] = 'active', false)`),
  moment(sql`k.made[${at}::int]`),
  moment(sql`k.used[${at}::int]`),
];
const noKey = [sql`'FALSE'`, sql`'FALSE'`, sql`'N/A'`, sql`'N/A'`];

/**
 * One row a person, the root user first, then sub-accounts by name, as they are at this moment. Nobody has more than
 * two keys here, so RAM's additional ones are told as absent.
 *
 * @param after the name the page before ended with; `<root>` for the root user's row
 */
export function credentialRows(allowed: Allowed, { after, limit }: { after?: string; limit?: number } = {}): SQL {
  const { accountId, now } = allowed;
  const account = sql`${accountId}::uuid`;
  const { maxPasswordAgeDays, hardExpire } = allowed.account.passwordPolicy;
  const rotation =
    maxPasswordAgeDays > 0
      ? sql`p.changed_at + make_interval(days => ${maxPasswordAgeDays}::int)`
      : sql`null::timestamptz`;
  const alive = hardExpire && maxPasswordAgeDays > 0 ? sql`${rotation} > ${now.toISOString()}::timestamptz` : sql`true`;
  const place = sql`(p.sub_account_id is not null, p.name collate "C")`;
  const beyond = after === undefined ? sql`` : sql`where ${place} > (${after !== "<root>"}::boolean, ${after}::text)`;
  return sql`select ${sql.join(
    [
      sql`p.name`,
      moment(sql`p.created_at`),
      moment(sql`p.signed_in_at`),
      truth(sql`p.has_password`),
      truth(sql`p.has_password and p.active and ${alive}`),
      moment(sql`case when p.has_password then p.changed_at end`),
      moment(sql`case when p.has_password and p.sub_account_id is not null then ${rotation} end`),
      truth(sql`f.owner is not null`),
      ...keys.flatMap((_, at) => keyFacts(at + 1)),
      ...additional.flatMap(() => noKey),
    ],
    sql`, `,
  )}
    from (
      select null::uuid as sub_account_id, '<root>' as name, r.created_at, true as active, true as has_password,
        r.password_changed_at as changed_at,
        (select max(s.created_at) from app.sessions s where s.account_id = ${account} and s.sub_account_id is null) as signed_in_at
      from app.root_users r where r.account_id = ${account}
      union all
      select s.id, s.name, s.created_at, s.state = 'active', l.password_hash is not null, l.password_changed_at, s.last_sign_in_at
      from app.sub_accounts s
      left join app.login_profiles l on l.account_id = ${account} and l.sub_account_id = s.id
      where s.account_id = ${account}
    ) p
    left join (
      select coalesce(sub_account_id, ${nobody}) as owner, array_agg(state order by created_at) as states,
        array_agg(created_at order by created_at) as made, array_agg(last_used_at order by created_at) as used
      from app.access_keys where account_id = ${account} group by 1
    ) k on k.owner = coalesce(p.sub_account_id, ${nobody})
    left join (
      select distinct coalesce(sub_account_id, ${nobody}) as owner from app.second_factors
      where account_id = ${account} and bound_at is not null
    ) f on f.owner = coalesce(p.sub_account_id, ${nobody})
    ${beyond}
    order by p.sub_account_id is not null, p.name collate "C" ${limit === undefined ? sql`` : sql`limit ${limit}`}`;
}
