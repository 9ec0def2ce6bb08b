import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { findBilledSubAccount, readTerms } from "@/lib/domain/spend/lookups";
import { dayBefore } from "@/lib/domain/spend/rules";
import { asMicros, type Micros, zero } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import type { ReplayLimitInput } from "./schema";

/** An hour of a sub-account has no sum of its own: its charges are read, so it looks less far back. */
const daysBack = { hour: 7, day: 90, week: 90, month: 90, lifetime: 90 } as const;
const shown = 5;

export interface Replay {
  /** How far back it looked. */
  days: number;
  /** In how many windows the amount was reached. */
  count: number;
  /** The newest of them: when it was reached, when the window ended (null: never), what was spent in it all the same. */
  reached: { at: Date; until: Date | null; spent: Micros }[];
  /** The most that was spent in one window. */
  most: Micros;
  timeZone: string;
  /** In how many windows anything new would have waited for an approval; null where the limit does not ask. */
  asked: number | null;
}

/** When a limit would have been reached, had it stood all along. Throws `not-found` for a name that never was. */
export async function replayLimit(ctx: Context, { subAccountName, per, ...input }: ReplayLimitInput): Promise<Replay> {
  const allowed = authorize(ctx, "bss:SetSpendLimit", walletResource(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const { timeZone, today } = await readTerms(tx, allowed);
    const of = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : undefined;
    const account = sql`s.account_id = ${allowed.accountId}::uuid`;
    const asked: Asked = {
      ...{ per, timeZone, amount: input.hard ?? input.soft ?? zero, from: dayBefore(today, daysBack[per]) },
      whose: of === undefined ? account : sql`${account} and s.sub_account_id = ${of}::uuid`,
      ofAll: of === undefined,
    };
    const rows = (await tx.execute(replayQuery(asked))) as unknown as Row[];
    const { soft, onSoft } = input;
    const [first] =
      onSoft === "ask" && soft !== null
        ? ((await tx.execute(replayQuery({ ...asked, amount: soft }))) as unknown as Row[])
        : [];
    return {
      asked: onSoft === "ask" ? (first?.count ?? 0) : null,
      ...{ days: daysBack[per], timeZone },
      count: rows[0]?.count ?? 0,
      most: asMicros(BigInt(rows[0]?.most ?? 0)),
      reached: rows.flatMap(({ at, until, spent }) =>
        at === null ? [] : [{ at: new Date(at), until: until && new Date(until), spent: asMicros(BigInt(spent)) }],
      ),
    };
  });
}

interface ReachedOf {
  per: keyof typeof daysBack;
  hard: Micros;
  /** Null: of the whole account. */
  subAccountId: string | null;
  timeZone: string;
  today: string;
}

/** No window but a lifetime is longer, and that is read from its beginning. */
const longestDays = 31;

/** When the window that runs came to the hard amount, by what was used; null where it did not. */
export async function readReached(
  tx: Tx,
  { accountId, now }: Allowed,
  { per, hard: amount, subAccountId, timeZone, today }: ReachedOf,
): Promise<Date | null> {
  const account = sql`s.account_id = ${accountId}::uuid`;
  const whose = subAccountId === null ? account : sql`${account} and s.sub_account_id = ${subAccountId}::uuid`;
  const from = dayBefore(today, per === "hour" ? 0 : longestDays);
  const asked = { per, amount, timeZone, from, whose, ofAll: subAccountId === null };
  const [newest] = (await tx.execute(replayQuery(asked))) as unknown as Row[];
  if (!newest?.at || (newest.until && new Date(newest.until) <= now)) return null;
  return new Date(newest.at);
}

interface Asked {
  per: keyof typeof daysBack;
  amount: Micros;
  timeZone: string;
  /** The first day that is looked at. */
  from: string;
  whose: SQL;
  /** Of the whole account. */
  ofAll: boolean;
}

type Row = { count: number; most: string; spent: string; at: string | null; until: Date | null };

/** The windows of the rollup, and of those where the amount was reached the newest, each with the charge that did it. */
function replayQuery(asked: Asked): SQL {
  const { amount, timeZone, from, whose } = asked;
  return sql`with ${asked.per === "hour" ? hoursOf(asked) : daysOf(asked)}, told as (
      select * from reached where until is null or until > ${from}::timestamp at time zone ${timeZone}
    ), newest as (select * from told order by from_at desc limit ${shown})
    select (select count(*)::int from told) as count, (select coalesce(max(spent), 0)::text from win) as most,
      n.spent::text as spent, n.until, case when n.spent is not null then coalesce(m.at, n.to_at) end as at
    from (select) one left join newest n on true left join lateral (
      select min(x.end_at) as at from (
        select c.end_at, n.before + sum(c.effective_cost) over (order by c.end_at, c.period, c.id) as upto
        from (select distinct s.account_id, s.sub_account_id from app.spend_days s
              where ${whose} and s.day between (n.from_at at time zone ${timeZone})::date
                  and ((n.to_at - interval '1 second') at time zone ${timeZone})::date
                and s.period >= date_trunc('month', n.from_at at time zone ${timeZone})::date) p
        join app.charges c on c.account_id = p.account_id and c.sub_account_id = p.sub_account_id
          and c.start_at >= n.from_at and c.start_at < n.to_at
      ) x where x.upto >= ${amount}
    ) m on true order by n.from_at desc`;
}

/** Windows of whole days: the day on which each reached the amount, and what it had spent before. */
function daysOf({ per, amount, timeZone, from, whose }: Asked): SQL {
  const start = per === "lifetime" ? sql`null::timestamp` : sql`date_trunc(${per}, day::timestamp)`;
  const since =
    per === "lifetime"
      ? sql``
      : sql`and s.day >= date_trunc(${per}, ${from}::timestamp)
        and s.period >= date_trunc('month', date_trunc(${per}, ${from}::timestamp))::date`;
  const length = per === "lifetime" ? sql`null::interval` : sql`${`1 ${per}`}::interval`;
  return sql`days as (
      select s.day, sum(s.effective_cost) as cost from app.spend_days s where ${whose} ${since} group by s.day
    ), win as (
      select day, cost, ${start} as start, sum(cost) over (partition by ${start} order by day) as upto,
        sum(cost) over (partition by ${start}) as spent from days
    ), reached as (
      select distinct on (start) day::timestamp at time zone ${timeZone} as from_at,
        (day + 1)::timestamp at time zone ${timeZone} as to_at,
        (start + ${length}) at time zone ${timeZone} as until, upto - cost as before, spent
      from win where upto >= ${amount} order by start, day
    )`;
}

function hoursOf({ amount, timeZone, from, whose, ofAll }: Asked): SQL {
  const since = sql`${from}::timestamp at time zone ${timeZone}`;
  const hours = ofAll
    ? sql`select s.hour as from_at, s.effective_cost as spent from app.spend_hours s where ${whose} and s.hour >= ${since}`
    : sql`select date_trunc('hour', s.start_at, 'UTC') as from_at, sum(s.effective_cost) as spent from app.charges s
        where ${whose} and s.start_at >= ${since} group by 1`;
  return sql`win as (${hours}), reached as (
      select from_at, from_at + interval '1 hour' as to_at, from_at + interval '1 hour' as until, 0 as before, spent
      from win where spent >= ${amount}
    )`;
}
