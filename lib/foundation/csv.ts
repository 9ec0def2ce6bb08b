import "server-only";
import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";

/** RFC 3339 in UTC, to the second. */
export const instant = (value: SQL) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** For text that somebody typed, never for amounts: a spreadsheet takes what begins like a formula for one. */
export const guarded = (column: SQL): SQL =>
  sql`case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r') then '''' || ${column} else ${column} end`;

/** A file with a mark for spreadsheets: whose it is and what was asked, an empty line, then the names of the columns. */
export function csvHead(facts: Record<string, string>, names: readonly string[]): string {
  const lines = [...Object.entries(facts), [], names];
  return `\ufeff${lines.map(csvLine).join("")}`;
}

/** A row of what is written here and not by COPY. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** Only a file that came to its end has one: how many rows, and the SHA-256 of every byte before it. */
export const csvTail = ({ rows, sha256 }: { rows: number; sha256: string }): string =>
  `\r\nrows,${rows}\r\nsha256,${sha256}\r\n`;

/** A file that `csvHead` began and `csvTail` ended: its facts, all before its rows, and what it says of itself. */
interface ReadCsv {
  facts: Record<string, string>;
  head: string;
  rows: number;
  sha256: string;
  /** Of the bytes that are there. */
  found: string;
}

/** Undefined for a file without this head or tail: it was cut off, or is none of ours. */
export function readCsv(file: Buffer): ReadCsv | undefined {
  const text = file.toString("utf8");
  const tail = /\r\nrows,(\d{1,12})\r\nsha256,([0-9a-f]{64})\r\n$/.exec(text);
  const begin = text.indexOf("\r\n\r\n") + 4;
  const end = text.indexOf("\r\n", begin) + 2;
  if (!tail || begin < 4 || end < 2 || end > tail.index + 2) return undefined;
  const facts = Object.fromEntries(
    text
      .slice(1, begin)
      .split("\r\n")
      .map((line) => line.split(","))
      .map(([name = "", ...value]) => [name, value.join(",")]),
  );
  const ended = Buffer.byteLength(tail[0]);
  const found = createHash("sha256")
    .update(file.subarray(0, file.length - ended))
    .digest("hex");
  return { facts, head: text.slice(0, end), rows: Number(tail[1]), sha256: tail[2] ?? "", found };
}

/** The same for a cell that is written here, quoted as RFC 4180 says; an amount below zero is no formula. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
