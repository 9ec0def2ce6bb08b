import "server-only";

/** As PostgreSQL writes `text[]`: the driver knows no arrays until it has read the catalog, and ours never does. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "null" : `"${value.replace(/["\\]/g, "\\$&")}"`)).join(",")}}`;
}

/** The same of what needs no quotes: numbers, ids, days and moments. */
export function plainArray(values: readonly (string | number | boolean)[]): string {
  return `{${values.join(",")}}`;
}
