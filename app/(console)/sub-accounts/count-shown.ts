import type { SubAccountList } from "@/lib/domain/sub-accounts/queries";
import type { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { isNarrowed } from "./list-address";

/**
 * The exact number where it is cheap: from the counters while nothing is searched for, and from the rows when all of
 * them fit on the page. Otherwise none, rather than a guess.
 */
export function countShown({ state, cursor, ...view }: SubAccountFilter, { counts, rows, older }: SubAccountList) {
  const filtered = isNarrowed({ ...view, state: "", cursor });
  if (!filtered && counts) {
    if (state === "active") return { key: "countActive", count: counts.active } as const;
    if (state === "disabled") return { key: "countDisabled", count: counts.disabled } as const;
    return { key: "count", count: counts.active + counts.disabled } as const;
  }
  return !cursor && !older
    ? ({ key: filtered || state ? "countFound" : "count", count: rows.length } as const)
    : undefined;
}
