import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import type { Context } from "@/lib/authorization/context";

const log = auditEvents;
const moment = sql`to_char(${log.occurredAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Who acted is told to administrators, and to a sub-account of itself (`own`) only. */
const told = (column: SQL, own: string | undefined) =>
  own === undefined
    ? column
    : sql`case when ${log.actorType} in ('sub-account', 'access-key') and ${log.actorName} = ${own} then ${column} end`;

/** A spreadsheet takes a text that begins like a formula for one. */
const guarded = (column: SQL) =>
  sql`case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r') then '''' || ${column} else ${column} end`;

function columnsOf(own: string | undefined): [name: string, value: SQL, typed: boolean][] {
  return [
    ["occurred_at", moment, false],
    ["event_id", sql`${log.id}`, false],
    ["actor_type", sql`${log.actorType}`, false],
    ["actor_id", told(sql`${log.actorId}`, own), false],
    ["actor_name", told(sql`${log.actorName}`, own), true],
    ["action", sql`${log.action}`, false],
    ["target", sql`${log.resource}`, true],
    ["result", sql`${log.result}`, false],
    ["code", sql`${log.code}`, false],
    ["ip", told(sql`${log.ip}`, own), false],
    ["device", told(sql`${log.userAgent}`, own), true],
    ["session_id", told(sql`${log.sessionId}`, own), false],
    ["request_id", sql`${log.requestId}`, false],
    ["before", sql`${log.before}`, false],
    ["after", sql`${log.after}`, false],
  ];
}

export function csvColumns(own: string | undefined): SQL {
  const columns = columnsOf(own).map(([, value, typed]) => (typed ? guarded(value) : value));
  return sql.join(columns, sql`, `);
}

export const csvOptions = "format csv";

export function jsonColumns(own: string | undefined): SQL {
  const pairs = columnsOf(own).flatMap(([name, value]) => [sql`${name}::text`, value]);
  return sql`json_build_object(${sql.join(pairs, sql`, `)})`;
}

/** As it is, one object a line: JSON holds neither of the two characters that would be quoted or separate. */
export const jsonOptions = `format csv, quote E'\\x01', delimiter E'\\x02'`;

type Asked = Record<string, string>;

const wordsOf = ({ account, actor, now }: Context) => ({
  account: account.name,
  requested_by: actor.name,
  requested_at: now.toISOString(),
  time_zone: "UTC",
});

/** Whose file this is and what was asked for, an empty line, then the names of the columns. */
export function csvHead(ctx: Context, asked: Asked): string {
  const filter = Object.entries(asked).map(([name, value]) => `${name}=${value}`);
  const facts = Object.entries({ ...wordsOf(ctx), filter: filter.join(" ") });
  const names = columnsOf(undefined).map(([name]) => name);
  return `\ufeff${[...facts, [], names].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;
}

const cell = (text: string) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const jsonHead = (ctx: Context, asked: Asked): string =>
  `${JSON.stringify({ export: { ...wordsOf(ctx), filter: asked } })}\n`;
