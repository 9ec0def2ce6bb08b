import "server-only";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

export type NodeProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** Compiling at start makes much garbage; without the limit V8 keeps 100 MB of empty heap for it ever after. */
const littleGarbage = "--max-semi-space-size=4";
const preload = (file: string) => ["--import", pathToFileURL(resolve("bin", file)).href];
export const typescript = [
  ...[littleGarbage, "--conditions=react-server"],
  ...["--import", "tsx", ...preload("resolve-drizzle.ts")],
];
const leaveWithParent = preload("leave-with-parent.ts");

/** A Node process of this project that ends when this one is gone. */
export function spawnNode(args: readonly string[], environment: NodeJS.ProcessEnv): NodeProcess {
  return spawn(process.execPath, [...leaveWithParent, ...args], {
    env: { ...environment, ESPALIER_SUPERVISOR_PID: String(process.pid) },
    // Its own session: Ctrl-C in a terminal must reach the supervisor alone, which stops the others in order.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Calls back for every line of both outputs. */
export function readLines(child: NodeProcess, onLine: (line: string) => void): void {
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", onLine);
}
