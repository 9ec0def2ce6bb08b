import "server-only";
import { and, gte, lt, type SQL, type SQLWrapper, sql } from "drizzle-orm";

/**
 * What begins with the text, whatever its case. `column` is in small letters and `collate "C"`, as an index has it; the
 * text is lowered by the database too, whose idea of case may be narrower than ours. Ranges instead of LIKE: only
 * leakproof operators reach an index below row-level security.
 */
export function beginsWith(column: SQL, text: string): SQL | undefined {
  return and(gte(column, sql`lower(${text})`), lt(column, sql`lower(${text}) || ${"\u{10ffff}"}`));
}

/** What has the text anywhere, whatever its case; it reads every row. */
export const holds = (column: SQLWrapper, text: string): SQL => sql`strpos(lower(${column}), lower(${text})) > 0`;
