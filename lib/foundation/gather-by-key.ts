import "server-only";
import { DomainError } from "./errors";
import { gather } from "./gather";

const bounds = {
  size: 200,
  patienceMs: 250,
  lingerShare: 0,
  groups: 2,
  waiting: 1_000,
  refuse: () => new DomainError("unavailable", "database"),
};

/**
 * What is asked about one key while it is being answered about is answered together next: after it came, never by what
 * was read before. Nothing is kept, and no key waits for another.
 */
export function gatherByKey<I, O>(
  answer: (key: string, items: readonly I[]) => Promise<readonly O[]>,
): (key: string, item: I) => Promise<O> {
  const busy = new Map<string, { ask: (item: I) => Promise<O>; pending: number }>();
  return async (key, item) => {
    const group = busy.get(key) ?? { ask: gather((items: readonly I[]) => answer(key, items), bounds), pending: 0 };
    busy.set(key, group);
    group.pending += 1;
    try {
      return await group.ask(item);
    } finally {
      group.pending -= 1;
      if (group.pending === 0) busy.delete(key);
    }
  };
}

/** One read for all who ask for the same key at once: that of the first of them. */
export function sharedRead<O>(): (key: string, read: () => Promise<O>) => Promise<O> {
  return gatherByKey(async (_, reads: readonly (() => Promise<O>)[]) => {
    const found = await reads[0]?.();
    return reads.map(() => found as O);
  });
}
