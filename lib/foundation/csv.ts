import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** For text that somebody typed, never for amounts: a spreadsheet takes what begins like a formula for one. */
export const guarded = (column: SQL): SQL =>
  sql`case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r') then '''' || ${column} else ${column} end`;

/** A file with a mark for spreadsheets: whose it is and what was asked, an empty line, then the names of the columns. */
export function csvHead(facts: Record<string, string>, names: readonly string[]): string {
  const lines = [...Object.entries(facts), [], names];
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
}

/** Only a file that came to its end has one: how many rows, and the SHA-256 of every byte before it. */
export const csvTail = ({ rows, sha256 }: { rows: number; sha256: string }): string =>
  `\r\nrows,${rows}\r\nsha256,${sha256}\r\n`;

/** The same for a cell that is written here, quoted as RFC 4180 says. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
