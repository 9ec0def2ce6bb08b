import type { TransactionFilter } from "@/lib/domain/transactions/schema";
import { writeMicros } from "@/lib/foundation/money";

export const filterNames = ["kind", "name", "from", "until", "month", "min", "max", "reference"] as const;
export type FilterName = (typeof filterNames)[number];

/** The filters that are set, as the address carries them. */
export function filtersOf(filter: TransactionFilter): Partial<Record<FilterName, string>> {
  const written = { ...filter, min: filter.min && writeMicros(filter.min), max: filter.max && writeMicros(filter.max) };
  return Object.fromEntries(filterNames.flatMap((name) => (written[name] ? [[name, written[name]]] : [])));
}
