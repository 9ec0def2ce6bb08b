"use client";

import { useEffect } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

const isTypedIn = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** `/` leads to the field, unless somebody is typing; the key is shown where it acts. */
export function SearchKey({ field }: { field: string }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
      if (event.key !== "/" || isHeld || isTypedIn(event.target)) return;
      event.preventDefault();
      document.getElementById(field)?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [field]);

  return useHydrated() ? (
    <span aria-hidden="true" className="shell-search-key">
      /
    </span>
  ) : null;
}
