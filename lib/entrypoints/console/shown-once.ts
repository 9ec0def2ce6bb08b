import "server-only";

const waitingMax = 200;
const shared = globalThis as typeof globalThis & { espalierShownOnce?: Map<string, string> };

function waiting(): Map<string, string> {
  shared.espalierShownOnce ??= new Map();
  return shared.espalierShownOnce;
}

/** One page can have a place for each. */
type OneThing = "secret" | "passkey";

/**
 * A secret that the page drawn in the answer to this very request shows, and no other: it never leaves the process but
 * in that answer, and is stored nowhere. One list for all of Next's bundles, keyed by the request's own id.
 */
export function showOnce(requestId: string, secret: string, what: OneThing = "secret"): void {
  const list = waiting();
  list.set(`${requestId}|${what}`, secret);
  if (list.size > waitingMax) list.delete(list.keys().next().value ?? "");
}

/** What this request's action left to be shown; gone once it is asked for. */
export function takeShownOnce(requestId: string, what: OneThing = "secret"): string | undefined {
  const key = `${requestId}|${what}`;
  const secret = waiting().get(key);
  waiting().delete(key);
  return secret;
}
