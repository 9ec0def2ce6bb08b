import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** For text that somebody typed, never for amounts: a spreadsheet takes what begins like a formula for one. */
export const guarded = (column: SQL): SQL =>
  sql`case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r') then '''' || ${column} else ${column} end`;

/** The same for a cell that is written here, quoted as RFC 4180 says. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
