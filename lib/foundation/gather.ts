import "server-only";

interface Bounds {
  /** Of one group. */
  size: number;
  /** After which a group that is still under way holds nobody up: the next one sets out beside it. */
  patienceMs: number;
  /**
   * Of the time that a group took, how much the next one waits for each that may still come: whoever was answered tends
   * to ask again at once. In all at most twice as much; 0: not at all.
   */
  lingerShare: number;
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
  { size, patienceMs, lingerShare, groups, waiting, refuse }: Bounds,
): (item: I) => Promise<O> {
  const queue: { item: I; resolve: (answer: O) => void; reject: (reason: unknown) => void }[] = [];
  let underWay = 0;
  let beganAt = 0;
  let lingerMs = 0;
  let endedAt = Number.NEGATIVE_INFINITY;
  /** How many were there at once when the last group was answered. */
  let company = 1;
  let onArrival: (() => void) | undefined;

  async function answerNext(): Promise<void> {
    beganAt = performance.now();
    const group = queue.splice(0, size);
    try {
      const answers = await answer(group.map(({ item }) => item));
      for (const [at, { resolve }] of group.entries()) resolve(answers[at] as O);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    endedAt = performance.now();
    lingerMs = (endedAt - beganAt) * lingerShare;
    company = Math.min(size, group.length + queue.length);
  }

  const isMissed = () => underWay === 1 && queue.length < company && performance.now() - endedAt < lingerMs;

  /** Until the company is there again, or nobody else comes. */
  function linger(): Promise<void> {
    beganAt = performance.now();
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(quiet);
        onArrival = undefined;
        resolve();
      };
      const quiet = setTimeout(settle, lingerMs);
      onArrival = () => {
        const isOver = queue.length >= company || performance.now() - beganAt > 2 * lingerMs;
        if (isOver) settle();
        else quiet.refresh();
      };
    });
  }

  async function work(): Promise<void> {
    underWay += 1;
    while (queue.length > 0) {
      await (isMissed() ? linger() : answerNext());
    }
    underWay -= 1;
  }

  return async (item) => {
    if (queue.length >= waiting) throw refuse();
    return new Promise<O>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      onArrival?.();
      const isHeldUp = underWay < groups && performance.now() - beganAt > patienceMs;
      if (underWay === 0 || isHeldUp) void work();
    });
  };
}
