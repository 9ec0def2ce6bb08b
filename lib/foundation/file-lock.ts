import "server-only";
import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

export interface FileLock {
  release(): void;
}

/**
 * Takes the lock at `path`, or answers undefined when another process, or this one, holds it.
 *
 * Node has no flock; SQLite's exclusive transaction is one: the kernel drops it when the holder dies, however it dies,
 * so neither a `kill -9` nor a reused process id can leave it taken.
 */
export function tryFileLock(path: string): FileLock | undefined {
  // Whoever may read the file may lock it.
  closeSync(openSync(path, "a", 0o600));
  const file = new DatabaseSync(path);
  try {
    file.exec("pragma busy_timeout = 0; begin exclusive");
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
}

const sqliteBusy = 5;
