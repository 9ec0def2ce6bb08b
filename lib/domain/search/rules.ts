import "server-only";
import { isIP } from "node:net";
import type { FoundKind } from "./presenter";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What has a shape of its own can be nothing else, and only its kinds are looked for. The first that fits counts. */
const shapes: readonly [fits: (text: string) => boolean, kinds: readonly FoundKind[]][] = [
  [(text) => /^LTAI[0-9A-Za-z]{20}$/.test(text), ["access-key"]],
  [(text) => /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(text), ["ssh-key"]],
  [(text) => uuid.test(text), ["sub-account", "ssh-key", "resource", "audit-event", "request"]],
  [(text) => text.startsWith("acs:"), ["resource"]],
  [(text) => isIP(text) !== 0, ["address"]],
  // A number may be a sub-account's telephone or RAM's id of it, a name that begins so, or counted by us.
  [(text) => /^\d{1,18}$/.test(text), ["sub-account", "resource", "transaction", "charge"]],
  [(text) => text.includes("#") || text.includes("@"), ["sub-account", "transaction"]],
];

const byName = ["sub-account", "resource", "server", "group", "policy", "invoice", "transaction"] as const;

/** What a text can be. */
export function kindsOf(text: string): readonly FoundKind[] {
  if (!text) return [];
  return shapes.find(([fits]) => fits(text))?.[1] ?? byName;
}

export const isId = (text: string): boolean => uuid.test(text);
