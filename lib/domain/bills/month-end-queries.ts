import "server-only";
import { and, type SQL, sql } from "drizzle-orm";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { InvariantId } from "@/lib/domain/ledger/rules";
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";
import type { MonthEndFilter } from "./schema";

/** A month of an account that is over and not closed, and what is still to be said about it. */
export interface ClosingMonth {
  accountId: AccountId;
  accountName: string;
  timeZone: string;
  month: string;
  /** When late usage has had its time, and the worker closes it. */
  dueAt: Date;
  isDue: boolean;
  /** In the way of closing. */
  quarantined: number;
  unrated: number;
  /** An older month of the account that has to close first: something is in its way, or it is invoiced in another way. */
  waitsFor: string | null;
  /** Closing it before that month is refused to an operator as well. */
  mustWait: boolean;
  /** Not in the way: what comes of it later stands on another bill. */
  lateSources: { source: string; lastAt: Date }[];
  approvals: number;
  broken: InvariantId[];
  checkedAt: Date | null;
}

export interface MonthEnd extends Page<ClosingMonth> {
  closing: number;
  /** Of these, the ones that need somebody. */
  standing: number;
  /** Due, and nothing is in their way, nor in that of an older month of the account. */
  ready: number;
  /** When the next month of any account is over. */
  nextEndsAt: Date | null;
}

const rowsPerPage = 50;

type Row = Record<string, unknown> & {
  account_id: string;
  name: string;
  time_zone: string;
  month: string;
  due_at: string;
  is_due: boolean;
  quarantined: string;
  unrated: string;
  waits_for: string | null;
  must_wait: boolean;
  late: { source: string; lastAt: string }[] | null;
  approvals: string;
  broken: InvariantId[];
  checked_at: string | null;
};
type Totals = Record<"closing" | "standing" | "ready", string> & { next_ends_at: string | null };

/**
 * Every closing month with its counts: each is counted by the account's own index. Sources are read by what was priced,
 * a row for each, and by what still waits to be.
 */
const boardAt = (now: SQL) => sql`
  with closing as (
    select p.account_id, a.name collate "C" as name, b.time_zone, to_char(p.period, 'YYYY-MM') as month, p.starts_at, p.ends_at,
      p.invoicing_mode <> (select e.invoicing_mode from app.billing_periods e
        where e.account_id = p.account_id and e.period < p.period order by e.period desc limit 1) as switches,
      p.ends_at + make_interval(hours => b.late_usage_hours) as due_at, b.rated_to, to_json(b.broken) as broken, b.checked_at,
      cardinality(b.broken) as faults
    from app.billing_periods p join app.books b on b.account_id = p.account_id join app.accounts a on a.account_id = p.account_id
    where p.status <> 'closed' and p.ends_at <= ${now}),
  held as (
    select c.account_id, c.month, count(*) as n from closing c
    join app.quarantined_events q on q.account_id = c.account_id and q.resolved_at is null
      and billing.consumed_at(q.event) >= c.starts_at and billing.consumed_at(q.event) < c.ends_at group by 1, 2),
  unrated as (
    select c.account_id, c.month, count(*) as n from closing c
    join app.usage_events u on u.account_id = c.account_id and u.ingest_xid > c.rated_to and u.start_at < c.ends_at group by 1, 2),
  asked as (
    select c.account_id, c.month, count(*) as n from closing c
    join app.approvals r on r.account_id = c.account_id and r.state = 'open' and r.expires_at > ${now}
      and r.requested_at >= c.starts_at and r.requested_at < c.ends_at group by 1, 2),
  seen as materialized (
    select account_id, source, max(at) as last_at from (
      select account_id, source, used_until as at from app.usage_sources
      union all
      select u.account_id, u.source, u.end_at from (select distinct account_id, rated_to from closing) c
      join app.usage_events u on u.account_id = c.account_id and u.ingest_xid > c.rated_to) told group by 1, 2),
  late as (
    select c.account_id, c.month, json_agg(json_build_object('source', s.source, 'lastAt', g.last_at) order by s.source) as list
    from closing c join seen s on s.account_id = c.account_id and s.last_at > c.ends_at - interval '3 days'
    join (select source, max(last_at) as last_at from seen group by 1) g on g.source = s.source and g.last_at < c.ends_at
    where c.due_at > ${now} group by 1, 2),
  counted as (
    select c.*, c.due_at <= ${now} as is_due, coalesce(h.n, 0) as quarantined, coalesce(u.n, 0) as unrated, coalesce(k.n, 0) as approvals,
      l.list as late, (c.faults > 0 or coalesce(h.n, u.n, k.n) is not null or l.list is not null) as stands
    from closing c left join held h using (account_id, month) left join unrated u using (account_id, month)
    left join asked k using (account_id, month) left join late l using (account_id, month)),
  board as (
    select n.*, min(month) filter (where quarantined + unrated > 0) over older as blocked_by,
      coalesce(switches and min(month) over older is not null, false) as must_wait,
      least(min(month) filter (where quarantined + unrated > 0) over older, case when switches then min(month) over older end) as waits_for
    from counted n window older as (partition by account_id order by month rows between unbounded preceding and 1 preceding))`;

/**
 * Every month that is closing, by account, with what stands in its way or will be late. A source is late where it told
 * usage of the month's last three days and, of no account, any of the time after the month.
 */
export async function listClosingMonths(
  platform: PlatformContext,
  { show, cursor: text }: MonthEndFilter,
): Promise<MonthEnd> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const now = sql`${allowed.now.toISOString()}::timestamptz`;
  const cursor = readCursor(text);
  const isSound = cursor && /^\d{4}-\d\d$/.test(cursor.id);
  const backwards = isSound && cursor.direction === "before";
  const board = boardAt(now);
  const here = sql`(${cursor?.value} collate "C", ${cursor?.id})`;
  const beyond = backwards ? sql`(name, month) < ${here}` : sql`(name, month) > ${here}`;
  const chosen = and(show === "all" ? sql`true` : sql`stands`, isSound ? beyond : undefined);
  const order = backwards ? sql`name desc, month desc` : sql`name, month`;
  return withPlatformRead(allowed, async (tx) => {
    const [totals] = await tx.execute<Totals>(
      sql`${board} select count(*) as closing, count(*) filter (where stands) as standing,
        count(*) filter (where is_due and quarantined + unrated = 0 and blocked_by is null) as ready,
        (select min(ends_at) from app.billing_periods where status = 'open' and ends_at > ${now}) as next_ends_at from board`,
    );
    const found = await tx.execute<Row>(
      sql`${board} select * from board where ${chosen} order by ${order} limit ${rowsPerPage + 1}`,
    );
    const page = cutPage([...found], rowsPerPage, isSound ? cursor : undefined, ({ name: value, month: id }) => {
      return { value, id };
    });
    return {
      ...page,
      rows: page.rows.map(presentClosing),
      closing: Number(totals?.closing ?? 0),
      standing: Number(totals?.standing ?? 0),
      ready: Number(totals?.ready ?? 0),
      nextEndsAt: dateOf(totals?.next_ends_at ?? null),
    };
  });
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

function presentClosing(row: Row): ClosingMonth {
  return {
    accountId: row.account_id as AccountId,
    accountName: row.name,
    timeZone: row.time_zone,
    month: row.month,
    dueAt: new Date(row.due_at),
    isDue: row.is_due,
    quarantined: Number(row.quarantined),
    unrated: Number(row.unrated),
    waitsFor: row.waits_for,
    mustWait: row.must_wait,
    lateSources: (row.late ?? []).map(({ source, lastAt }) => ({ source, lastAt: new Date(lastAt) })),
    approvals: Number(row.approvals),
    broken: row.broken,
    checkedAt: dateOf(row.checked_at),
  };
}
