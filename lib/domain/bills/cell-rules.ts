import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** As it is, without zeros that say nothing. */
export const plain = (value: SQL) => sql`trim_scale((${value})::numeric)::text`;

/** With a point, also where there is nothing behind it: readers that guess types take 3 for a whole number. */
export const decimal = (value: SQL) =>
  sql`regexp_replace(trim_scale((${value})::numeric)::text, '^(-?[0-9]+)$', '\\1.0')`;

/** With the offset that held then; `to_char` has a pattern for it with the session's zone alone. */
export const local = (value: SQL, zone: string) => {
  const offset = sql`((${value} at time zone ${zone}) - (${value} at time zone 'UTC'))`;
  return sql`to_char(${value} at time zone ${zone}, 'YYYY-MM-DD"T"HH24:MI:SS')
    || case when ${offset} < interval '0' then to_char(-${offset}, '"-"HH24:MI') else to_char(${offset}, '"+"HH24:MI') end`;
};
