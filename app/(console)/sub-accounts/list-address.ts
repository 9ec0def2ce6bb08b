import { narrowing, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { paths } from "@/lib/entrypoints/console/paths";

const bare = SubAccountFilter.parse({});

/** The address of this view with something changed; a change begins at the first page, defaults are left out. */
export function listAddress(view: SubAccountFilter, changes: Partial<SubAccountFilter>): string {
  const wanted = { ...view, cursor: undefined, ...changes };
  const query = new URLSearchParams();
  for (const name of [...narrowing, "sort", "size", "cursor"] as const) {
    const value = wanted[name];
    if (value && value !== bare[name]) query.set(name, value);
  }
  const columns = wanted.columns.join();
  if (columns !== bare.columns.join()) query.set("columns", columns);
  return query.size > 0 ? `${paths.subAccounts.list()}?${query}` : paths.subAccounts.list();
}

/** The same view of everybody. */
export const everybody = Object.fromEntries(narrowing.map((name) => [name, ""])) as Partial<SubAccountFilter>;
export const isNarrowed = (view: SubAccountFilter) => narrowing.some((name) => view[name] !== "");

/** What `aria-sort` says of a column, and the address that sorts by it, or the other way round. */
export function sortOf(view: SubAccountFilter, column: "name" | "created" | "seen" | "spend") {
  const descending = `-${column}` as const;
  const sort = { [column]: "ascending", [descending]: "descending" }[view.sort] as
    | "ascending"
    | "descending"
    | undefined;
  // Whoever asks for spend asks who spends most.
  const first = column === "spend" ? descending : column;
  const other = column === "spend" ? column : descending;
  return { sort, href: listAddress(view, { sort: view.sort === first ? other : first }) };
}
