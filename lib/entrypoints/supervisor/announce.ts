import "server-only";

/** Standard output is for people: one calm line per step. Everything else goes to standard error. */
export function announce(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Does the step and says that it is done, and how long it took. */
export async function announceStep<T>(done: string, step: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await step();
  announce(`${done} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  return result;
}
