"use client";

import { useHydrated } from "@/components/ui/use-hydrated";

/** The key that leads to the field, shown where it acts and once it does. */
export function SearchKey() {
  return useHydrated() ? (
    <span aria-hidden="true" className="shell-search-key">
      /
    </span>
  ) : null;
}
