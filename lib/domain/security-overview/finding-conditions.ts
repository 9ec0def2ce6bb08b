import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Allowed } from "@/lib/authorization/authorize";
import { findingDays } from "./rules";
import type { ListedFinding } from "./schema";

const day = 86_400_000;
export const daysAgo = ({ now }: Allowed, days: number): SQL =>
  sql`${new Date(now.getTime() - days * day).toISOString()}::timestamptz`;

/** The people of one finding, as `s` (sub-account) and `l` (its sign-in); each by an index that leads to them. */
export function peopleOf(allowed: Allowed, finding: ListedFinding): SQL {
  const account = sql`${allowed.accountId}::uuid`;
  const { maxPasswordAgeDays } = allowed.account.passwordPolicy;
  const passwordDays = maxPasswordAgeDays > 0 ? maxPasswordAgeDays : findingDays.oldPassword;
  const conditions: Record<ListedFinding, SQL> = {
    withoutSecondFactor: sql`s.has_second_factor = false`,
    // Signed in long ago, and no key of it called since.
    idle: sql`coalesce(s.last_sign_in_at, '-infinity'::timestamptz) < ${daysAgo(allowed, findingDays.idle)}
      and s.last_sign_in_at is not null and not exists (select from app.access_keys k
      where k.account_id = ${account} and k.sub_account_id = s.id and k.last_used_at >= ${daysAgo(allowed, findingDays.idle)})`,
    oldPassword: sql`l.password_hash is not null and l.password_changed_at < ${daysAgo(allowed, passwordDays)}`,
    neverSignedIn: sql`coalesce(s.last_sign_in_at, '-infinity'::timestamptz) = '-infinity'::timestamptz
      and s.created_at < ${daysAgo(allowed, findingDays.neverSignedIn)}`,
  };
  return sql`from app.sub_accounts s
    join app.login_profiles l on l.account_id = ${account} and l.sub_account_id = s.id
    where s.account_id = ${account} and s.state = 'active' and ${conditions[finding]}`;
}
