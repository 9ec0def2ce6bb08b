import "server-only";

interface Bounds {
  atOnce: number;
  waiting: number;
  /** What is thrown, without any work begun, when every place is taken. */
  refuse: () => Error;
}

/** Lets so many run at once and so many wait, first come first served; the next one is refused at once. */
export function boundedQueue({ atOnce, waiting, refuse }: Bounds): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];

  const enter = async () => {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw refuse();
    // Whoever leaves hands over its own place: `running` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
