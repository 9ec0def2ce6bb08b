import { Column, getTableName, is, SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";

interface Selection {
  buildSelection(fields: { path: string[]; field: unknown }[], options?: { isSingleTable?: boolean }): SQL;
}
const dialect = PgDialect.prototype as unknown as Selection;
const build = dialect.buildSelection;

/**
 * Drizzle leaves out the tables' names in what is selected from one table, also where a subquery in it has a table of
 * its own: there `where ${factors.ownerId} = ${people.id}` compares two columns of `factors`, and nothing else tells.
 */
dialect.buildSelection = function (fields, options) {
  for (const { field, path } of options?.isSingleTable ? fields : []) {
    const sql = is(field, SQL.Aliased) ? field.sql : field;
    if (!is(sql, SQL)) continue;
    const tables = new Set(sql.queryChunks.flatMap((chunk) => (is(chunk, Column) ? [getTableName(chunk.table)] : [])));
    if (tables.size > 1)
      throw new Error(`${path.join(".")} names columns of ${[...tables].join(" and ")} without their tables`);
  }
  return build.call(this, fields, options);
};
