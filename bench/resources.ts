import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { writeCursor } from "@/lib/foundation/cursor";
import { newId } from "@/lib/foundation/ids";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { contextOf } from "./support/bench-context";
import { fillAccounts } from "./support/fill-accounts";
import { fillAsOwner } from "./support/fill-as-owner";
import { interleave, type Subject } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";

const few = 1_000;
const rare = "a name that one has";
const owners = 5;

const openBooks = `insert into app.books (account_id, currency, minor_digits, time_zone, open_settlement)
  select account_id, 'CNY', 2, 'Asia/Shanghai', 1 from app.accounts`;

/** Of five sub-accounts and four services; one in twenty is gone, one in ten failed; each an hour after the last. */
const fill = `insert into app.resources (account_id, id, sub_account_id, arn, service, region, type, name, state, state_since,
    labels, version, created_at, reported_at)
  select $1, uuidv7(), people[1 + n % $3::int], format('acs:%s:eu-1:1:instance/i-%s', service, n), service, 'eu-1', 'instance',
    'instance-' || n, case when n % 20 = 0 then 'retired' when n % 10 = 1 then 'failed' else 'running' end, at,
    jsonb_build_object('team', 'team-' || n % 40), 1, at, at
  from generate_series(1, $2::int) as n
  cross join (select array_agg(id order by name) as people from app.sub_accounts where account_id = $1) p
  cross join lateral (select (array['compute', 'storage', 'models', 'network'])[1 + n % 4] as service,
    date_trunc('second', now()) - n * interval '1 hour' as at) m`;

/** What a list asks. Half way down is where the account's middle resource was made. */
const viewsOf = (resources: number, owner: string) => ({
  newest: {},
  "half way down": {
    cursor: writeCursor({
      ...{ direction: "after", value: new Date(Date.now() - (resources / 2) * 3_600_000).toISOString(), id: newId() },
    }),
  },
  "one sub-account": { owner },
  "one service": { service: "storage" },
  "failed ones": { state: "failed" },
  "a name that many have": { q: "instance-" },
  [rare]: { q: `instance-${resources - 1}` },
});

/** Pages of resources in accounts of 1,000 and of 100,000. */
export async function resources({ quick }: BenchOptions): Promise<Report> {
  const many = quick ? 20_000 : 100_000;
  const database = await openBenchDatabase();
  try {
    await fillAccounts(database.ownerUrl, [
      { name: "small", subAccounts: owners },
      { name: "large", subAccounts: owners },
    ]);
    connectPool(database.appUrl);
    const subjects: Subject[] = [];
    const cpuMs = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + cpuMsOf(database.pid);
    await fillAsOwner(database.ownerUrl, async (sql) => void (await sql.unsafe(openBooks)));
    for (const [name, count] of [
      ["small", few],
      ["large", many],
    ] as const) {
      const ctx = await contextOf(await openBenchSession(database.ownerUrl, name));
      let owner = "";
      await fillAsOwner(database.ownerUrl, async (sql) => {
        await sql.unsafe(fill, [ctx.accountId, count, owners]);
        const [first] = await sql`select name from app.sub_accounts where account_id = ${ctx.accountId} order by name`;
        owner = String(first?.name);
      });
      for (const [view, filter] of Object.entries(viewsOf(count, owner))) {
        const operate = async () => {
          const { rows } = await listResources(ctx, ResourceFilter.parse(filter));
          if (rows.length !== (view === rare ? 1 : 50)) throw new Error(`${view}: ${rows.length} rows`);
        };
        subjects.push({ name: `${view} · ${name}`, operate, cpuMs });
      }
    }
    const measured = await interleave(subjects, { rounds: 5, count: quick ? 40 : 200, warmUp: 20 });
    const of = (name: string) => measured.find((one) => one.name === name)?.cpuMs ?? Number.NaN;
    return {
      outcomes: Object.keys(viewsOf(few, "")).map((view) => ({
        what: `page of ${view}, ${many.toLocaleString("en")} resources of 1,000`,
        ratio: of(`${view} · large`) / of(`${view} · small`),
        sense: "at-most" as const,
        firstRelease: 1.2,
        goal: 1.05,
      })),
      measured,
    };
  } finally {
    await closePool();
    await database.close();
  }
}
