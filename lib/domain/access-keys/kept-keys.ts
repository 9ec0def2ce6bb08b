import "server-only";
import type { OpenedKey } from "./check-signatures";

/** A key as it was read, with its secret opened, and the revision that its account had in the same snapshot. */
export interface KeptKey {
  key: OpenedKey;
  revision: string;
  readAt: number;
}

/** Secrets lie in memory no longer than a busy key needs them to: it is read anew once a minute. */
const keptMs = 60_000;
const keptMax = 2_000;

/** By the key's id, those read first in front. */
const kept = new Map<string, KeptKey>();
let sweeping: NodeJS.Timeout | undefined;

/** Whoever uses it asks the database first whether its account is still at that revision. */
export function findKept(accessKeyId: string): KeptKey | undefined {
  const found = kept.get(accessKeyId);
  return found && performance.now() - found.readAt < keptMs ? found : undefined;
}

export function keepKey(key: OpenedKey, revision: string): void {
  kept.delete(key.id);
  kept.set(key.id, { key, revision, readAt: performance.now() });
  dropOld();
}

/** Where it is still that one: what was read anew meanwhile stays. */
export function forgetKey({ key, revision }: KeptKey): void {
  if (kept.get(key.id)?.revision === revision) kept.delete(key.id);
}

/** The last use is what a call itself writes: no other revision is drawn for it. */
export function keepUse(accessKeyId: string, lastUsedAt: Date): void {
  const found = kept.get(accessKeyId);
  if (found) kept.set(accessKeyId, { ...found, key: { ...found.key, lastUsedAt } });
}

function dropOld(): void {
  for (const [id, { readAt }] of kept) {
    if (kept.size <= keptMax && performance.now() - readAt < keptMs) break;
    kept.delete(id);
  }
  if (kept.size > 0 && sweeping === undefined) sweeping = setTimeout(sweep, keptMs).unref();
}

function sweep(): void {
  sweeping = undefined;
  dropOld();
}
