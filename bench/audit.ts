import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import postgres from "postgres";
import { parseDatabaseUrl } from "@/db/database-url";
import { exportAuditEvents } from "@/lib/domain/audit-log/export-audit-events";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter, ExportAuditEventsInput } from "@/lib/domain/audit-log/schema";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { contextOf } from "./support/bench-context";
import { editsToCompare } from "./support/compare-edits";
import { fillAccounts } from "./support/fill-accounts";
import { fillAsOwner } from "./support/fill-as-owner";
import { interleave, type Subject } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import { median } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";

const few = 10_000;

/** Every tenth is refused, every hundredth of one actor, one target and one address; a month old at most. */
const fill = `insert into app.audit_events (account_id, occurred_at, id, actor_type, actor_id, actor_name, action, resource,
    result, code, ip, user_agent, request_id, after)
  select $1, at, uuidv7(), 'sub-account', 'n-' || n % 100, case n % 100 when 7 then 'rare' else 'person-' || n % 50 end,
    (array['espalier:SignIn', 'ram:UpdateUser', 'ram:CreateAccessKey', 'espalier:ListAuditEvents'])[1 + n % 4],
    case n % 100 when 7 then 'rare' else 'target-' || n % 500 end, case when n % 10 = 0 then 'refused' else 'allowed' end, '',
    case n % 100 when 7 then '192.0.2.7' else '198.51.100.' || n % 250 end, 'Mozilla/5.0 Firefox/151.0', 'r-' || n,
    jsonb_build_object('displayName', 'Person ' || n, 'email', 'person-' || n || '@harbor.test')
  from generate_series(1, $2::int) as n cross join lateral (select now() - n * interval '20 days' / $2::int as at) m`;

/** What a page asks, by the filters it may have; each has its index. */
const views = {
  newest: {},
  "one action": { action: "ram:UpdateUser" },
  "refused ones": { result: "refused" },
  "one actor": { actor: "rare" },
  "one target": { target: "rare" },
  "one address": { ip: "192.0.2.7" },
};

/**
 * A change with its event against the same without; pages and export of the log in accounts of 10,000 and 1,000,000
 * events; the export against a bare COPY.
 */
export async function audit({ quick }: BenchOptions): Promise<Report> {
  const many = quick ? 100_000 : 1_000_000;
  const database = await openBenchDatabase();
  const { socketPath, ssl: _, ...target } = parseDatabaseUrl(database.superuserUrl);
  const raw = postgres({ ...target, ...(socketPath && { path: socketPath }), max: 1, fetch_types: false });
  try {
    await fillAccounts(database.ownerUrl, [
      { name: "small", subAccounts: 1 },
      { name: "large", subAccounts: 1 },
    ]);
    connectPool(database.appUrl);
    const places = [];
    for (const [name, events] of [
      ["small", few],
      ["large", many],
    ] as const) {
      const ctx = await contextOf(await openBenchSession(database.ownerUrl, name));
      await fillEvents(database.ownerUrl, ctx.accountId, events);
      places.push({ name, ctx, person: await personOf(raw, ctx.accountId) });
    }
    const [{ ctx: here, person }] = places as [(typeof places)[number]];
    const cpuMs = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + cpuMsOf(database.pid);
    const subjects: Subject[] = places.flatMap(({ name, ctx }) =>
      Object.entries(views).map(([view, filter]) => ({
        name: `${view} · ${name}`,
        operate: async () => {
          const { rows } = await listAuditEvents(ctx, AuditFilter.parse(filter));
          if (rows.length !== 50) throw new Error(`${view}: ${rows.length} rows`);
        },
        cpuMs,
      })),
    );
    const edits = await interleave(editsToCompare(here, person, cpuMs), {
      ...{ rounds: 9, count: quick ? 100 : 500, warmUp: 100 },
    });
    const measured = await interleave(subjects, { rounds: 5, count: quick ? 40 : 200, warmUp: 20 });
    const of = (name: string) => measured.find((one) => one.name === name)?.cpuMs ?? Number.NaN;
    const accountId = places[1]?.ctx.accountId ?? "";
    const exports = await compareExports({ raw, accountId, ctx: places[1]?.ctx, rounds: quick ? 3 : 5, many });
    return {
      outcomes: [
        {
          what: "a change with its audit event, of the same without",
          ratio: (edits[1]?.cpuMs ?? Number.NaN) / (edits[0]?.cpuMs ?? Number.NaN),
          sense: "at-least",
          firstRelease: 0.8,
          goal: 0.92,
        },
        ...Object.keys(views).map((view) => ({
          what: `page of ${view}, ${many.toLocaleString("en")} events of 10,000`,
          ratio: of(`${view} · large`) / of(`${view} · small`),
          sense: "at-most" as const,
          firstRelease: 1.2,
          goal: 1.05,
        })),
        {
          what: "CSV export, rows a second of a bare COPY of the same columns",
          ratio: exports.copyMs / exports.csvMs,
          sense: "at-least",
          firstRelease: 0.5,
          goal: 0.8,
        },
      ],
      measured: [...edits, ...measured],
      facts: [
        `export of ${many.toLocaleString("en")}: ${((many / exports.csvMs) * 1000).toFixed(0)} rows/s CSV with head, end and hash; COPY ${((many / exports.copyMs) * 1000).toFixed(0)} rows/s`,
        `memory while exporting at most ${exports.grownMb.toFixed(0)} MB above before`,
      ],
    };
  } finally {
    await closePool();
    await raw.end();
    await database.close();
  }
}

async function personOf(raw: postgres.Sql, accountId: string): Promise<string> {
  const [row] = await raw`select name from app.sub_accounts where account_id = ${accountId}`;
  return row?.name;
}

async function fillEvents(ownerUrl: string, accountId: string, events: number): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    await sql`set local statement_timeout = 0`;
    await sql.unsafe(fill, [accountId, events]);
  });
}

interface Compared {
  raw: postgres.Sql;
  accountId: string;
  ctx: Parameters<typeof exportAuditEvents>[0] | undefined;
  rounds: number;
  many: number;
}

/** Both in turns, both read to the end by somebody who only hashes; the raw one by a superuser without row security. */
async function compareExports({ raw, accountId, ctx, rounds, many }: Compared) {
  if (!ctx) throw new Error("no account");
  const times: Record<"copy" | "csv", number[]> = { copy: [], csv: [] };
  let grown = 0;
  for (let round = 0; round < rounds; round++) {
    const copy = raw`copy (select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), id, actor_type,
      actor_id, actor_name, action, resource, result, code, ip, user_agent, session_id, request_id, before, after
      from app.audit_events where account_id = ${raw.unsafe(`'${accountId}'`)} order by occurred_at desc, id desc)
      to stdout with (format csv)`;
    times.copy.push(await read(async () => (await copy.readable()) as Readable));
    const before = process.memoryUsage().rss;
    times.csv.push(
      await read(
        () =>
          exportAuditEvents(
            { ...ctx, now: new Date(), stepUp: new Set(["export"]) },
            ExportAuditEventsInput.parse({ format: "csv" }),
          ),
        many,
      ),
    );
    grown = Math.max(grown, process.memoryUsage().rss - before);
  }
  return { copyMs: median(times.copy), csvMs: median(times.csv), grownMb: grown / 1e6 };
}

async function read(open: () => Promise<Readable>, atLeast = 0): Promise<number> {
  const startedAt = performance.now();
  const hash = createHash("sha256");
  let end = "";
  for await (const chunk of await open()) {
    hash.update(chunk);
    end = String(chunk.subarray(-200));
  }
  hash.digest();
  const rows = Number(/\r\nrows,(\d+)/.exec(end)?.[1] ?? 0);
  if (rows < atLeast) throw new Error(`${rows} rows exported`);
  return performance.now() - startedAt;
}
