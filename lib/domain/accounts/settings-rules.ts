import "server-only";

type Presented = Record<string, string | number | boolean | null>;

/**
 * The settings with the changes in them, and the changed ones alone, as the audit log tells them; undefined where
 * nothing changes.
 */
export function mergeSettings<T extends object>(
  before: T,
  changes: { [K in keyof T]?: T[K] | undefined },
): { settings: T; change: { before: Presented; after: Presented } | undefined } {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const settings: T = { ...before, ...Object.fromEntries(given) };
  const changed = given
    .map(([name]) => name as keyof T & string)
    .filter((name) => said(settings, name) !== said(before, name));
  if (changed.length === 0) return { settings, change: undefined };
  const pick = (from: T) => Object.fromEntries(changed.map((name) => [name, said(from, name)]));
  return { settings, change: { before: pick(before), after: pick(settings) } };
}

function said<T extends object>(settings: T, name: keyof T & string): string | number | boolean | null {
  const value: unknown = settings[name];
  if (Array.isArray(value)) return value.join("; ");
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}
