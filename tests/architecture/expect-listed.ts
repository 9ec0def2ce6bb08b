import { expect } from "vitest";

/** What a rule lets pass, each with its reason. */
export type Allowlist = Readonly<Record<string, string>>;

/** Everything found is listed with a reason, and everything listed is still found: a list only shrinks. */
export function expectListed(found: Iterable<string>, allowed: Allowlist): void {
  const all = new Set(found);
  const unlisted = [...all].filter((item) => !Object.hasOwn(allowed, item)).toSorted();
  const stale = Object.keys(allowed).filter((item) => !all.has(item));
  const unreasoned = Object.keys(allowed).filter((item) => (allowed[item] ?? "").trim().length < 12);
  expect({ unlisted, stale, unreasoned }).toEqual({ unlisted: [], stale: [], unreasoned: [] });
}
