import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { auditEvents } from "@/db/schema/audit-events";
import type { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { csvTail, csvHead as fileHead, guarded } from "@/lib/foundation/csv";
import { jsonOptions, type Whole } from "@/lib/foundation/stream-export";

type Log = typeof auditEvents | typeof operatorAuditEvents;

/** Which log, and who reads it. */
export interface Exported {
  log: Log;
  /** A sub-account's name: who else acted is not told to it. */
  own?: string | undefined;
  /** In a file of all accounts: the column that says whose event it is. */
  account?: SQL | undefined;
}

const told = (column: SQL, { log, own }: Exported) =>
  own === undefined
    ? column
    : sql`case when ${log.actorType} in ('sub-account', 'access-key') and ${log.actorName} = ${own} then ${column} end`;

function columnsOf(of: Exported): [name: string, value: SQL, typed: boolean][] {
  const { log, account } = of;
  return [
    ["occurred_at", sql`to_char(${log.occurredAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, false],
    ...(account ? [["account", account, true] as [string, SQL, boolean]] : []),
    ["event_id", sql`${log.id}`, false],
    ["actor_type", sql`${log.actorType}`, false],
    ["actor_id", told(sql`${log.actorId}`, of), false],
    ["actor_name", told(sql`${log.actorName}`, of), true],
    ["action", sql`${log.action}`, false],
    ["target", sql`${log.resource}`, true],
    ["result", sql`${log.result}`, false],
    ["code", sql`${log.code}`, false],
    ["ip", told(sql`${log.ip}`, of), false],
    ["device", told(sql`${log.userAgent}`, of), true],
    ["session_id", told(sql`${log.sessionId}`, of), false],
    ["request_id", sql`${log.requestId}`, false],
    ["before", sql`${log.before}`, false],
    ["after", sql`${log.after}`, false],
  ];
}

function csvColumns(of: Exported): SQL {
  const columns = columnsOf(of).map(([, value, typed]) => (typed ? guarded(value) : value));
  return sql.join(columns, sql`, `);
}

const csvOptions = "format csv";

function jsonColumns(of: Exported): SQL {
  const pairs = columnsOf(of).flatMap(([name, value]) => [sql`${name}::text`, value]);
  return sql`json_build_object(${sql.join(pairs, sql`, `)})`;
}

type Asked = Record<string, string>;

const wordsOf = (ctx: Context | PlatformContext) => ({
  account: "account" in ctx ? ctx.account.name : "",
  requested_by: ctx.actor.name,
  requested_at: ctx.now.toISOString(),
  time_zone: "UTC",
});

function csvHead(ctx: Context | PlatformContext, asked: Asked, of: Exported): string {
  const filter = Object.entries(asked).map(([name, value]) => `${name}=${value}`);
  const names = columnsOf(of).map(([name]) => name);
  return fileHead({ ...wordsOf(ctx), filter: filter.join(" ") }, names);
}

const jsonHead = (ctx: Context | PlatformContext, asked: Asked): string =>
  `${JSON.stringify({ export: { ...wordsOf(ctx), filter: asked } })}\n`;

const jsonTail = ({ rows, sha256 }: Whole): string => `${JSON.stringify({ end: { rows, sha256 } })}\n`;

/** How each format is written; the query beside it gives the columns. */
export function fileOf(ctx: Context | PlatformContext, format: "csv" | "jsonl", asked: Asked, of: Exported) {
  return format === "csv"
    ? { head: csvHead(ctx, asked, of), options: csvOptions, windowsLines: true, tail: csvTail }
    : { head: jsonHead(ctx, asked), options: jsonOptions, windowsLines: false, tail: jsonTail };
}

export const columnsFor = (format: "csv" | "jsonl", of: Exported): SQL =>
  format === "csv" ? csvColumns(of) : jsonColumns(of);
