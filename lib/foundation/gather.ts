import "server-only";

interface Bounds {
  /** Of one group. */
  size: number;
  /** After which a group that is still under way holds nobody up: the next one sets out beside it. */
  patienceMs: number;
  /** How many groups are under way at once at most. */
  groups: number;
  waiting: number;
  /** What is thrown, without any work begun, when every place is taken. */
  refuse: () => Error;
}

/**
 * Answers together what is asked while others are being answered. An item is asked for after it came, never answered by
 * what was read before; alone, it waits for nobody. `answer` keeps the order of the items; what it throws is thrown to
 * each of them.
 */
export function gather<I, O>(
  answer: (items: readonly I[]) => Promise<readonly O[]>,
  { size, patienceMs, groups, waiting, refuse }: Bounds,
): (item: I) => Promise<O> {
  const queue: { item: I; resolve: (answer: O) => void; reject: (reason: unknown) => void }[] = [];
  let underWay = 0;
  let lastAt = 0;

  async function answerNext(): Promise<void> {
    lastAt = performance.now();
    const group = queue.splice(0, size);
    try {
      const answers = await answer(group.map(({ item }) => item));
      for (const [at, { resolve }] of group.entries()) resolve(answers[at] as O);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async function work(): Promise<void> {
    underWay += 1;
    while (queue.length > 0) await answerNext();
    underWay -= 1;
  }

  return async (item) => {
    if (queue.length >= waiting) throw refuse();
    return new Promise<O>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      const isHeldUp = underWay < groups && performance.now() - lastAt > patienceMs;
      if (underWay === 0 || isHeldUp) void work();
    });
  };
}
