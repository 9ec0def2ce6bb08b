import "server-only";
import type { AuditedFacts } from "@/lib/audit/audited-fields";
import { parseAddressRange } from "@/lib/foundation/address-ranges";
import { invalidField } from "@/lib/foundation/errors";

/** Each stays taken for ever, so that no other account's people are led astray by an old link. */
export const formerAliasesMax = 10;

/** RAM's limits of `LoginNetworkMasks`. */
const masksMax = 40;
const masksLengthMax = 512;

/** The addresses and ranges of a login mask, each in one spelling. Throws `invalid-input` naming the one that is none. */
export function parseLoginMasks(text: string): string[] {
  const entries = text.split(/[;,\s]+/).filter((entry) => entry !== "");
  const masks = entries.map((entry) => {
    const range = parseAddressRange(entry);
    if (!range) throw invalidField("settings", "loginNetworkMasks", "addressRange", { address: entry.slice(0, 64) });
    return range;
  });
  const different = [...new Set(masks)];
  if (different.length > masksMax)
    throw invalidField("settings", "loginNetworkMasks", "masksTooMany", { max: masksMax });
  if (different.join(";").length > masksLengthMax) {
    throw invalidField("settings", "loginNetworkMasks", "tooLong", { max: masksLengthMax });
  }
  return different;
}

/**
 * The settings with the changes in them, and the changed ones alone, as the audit log tells them; undefined where
 * nothing changes.
 */
export function mergeSettings<T extends { readonly [F in keyof AuditedFacts]?: unknown }>(
  before: T,
  changes: { [K in keyof T]?: T[K] | undefined },
): { settings: T; change: { before: AuditedFacts; after: AuditedFacts } | undefined } {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const settings: T = { ...before, ...Object.fromEntries(given) };
  const changed = given
    .map(([name]) => name as keyof T & string)
    .filter((name) => said(settings, name) !== said(before, name));
  if (changed.length === 0) return { settings, change: undefined };
  const pick = (from: T): AuditedFacts => Object.fromEntries(changed.map((name) => [name, said(from, name)]));
  return { settings, change: { before: pick(before), after: pick(settings) } };
}

function said<T>(settings: T, name: keyof T & string): string | number | boolean | null {
  const value: unknown = settings[name];
  if (Array.isArray(value)) return value.join("; ");
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}
