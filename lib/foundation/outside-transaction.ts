import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

const insideTransaction = new AsyncLocalStorage<true>();

/** Marks everything that `work` awaits as being inside a database transaction. */
export function runInsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return insideTransaction.run(true, work);
}

/**
 * Throws inside a transaction: hashing, mail and HTTP would hold a connection and its locks for as long as the
 * outside world pleases.
 */
export function assertOutsideTransaction(what: string): void {
  if (insideTransaction.getStore()) throw new Error(`${what} inside a database transaction`);
}
