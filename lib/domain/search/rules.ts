import "server-only";
import { isIP } from "node:net";
import { isCredential } from "@/lib/foundation/credential-format";
import { isId } from "@/lib/foundation/ids";
import type { FoundKind } from "./presenter";

/** What has a shape of its own can be nothing else, and only its kinds are looked for. The first that fits counts. */
const shapes: readonly [fits: (text: string) => boolean, kinds: readonly FoundKind[]][] = [
  [(text) => isCredential("access-key-id", text), ["access-key"]],
  [(text) => /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(text), ["ssh-key"]],
  [isId, ["sub-account", "ssh-key", "resource", "audit-event", "request"]],
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
