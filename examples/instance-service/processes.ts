import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const patienceMs = 2_000;

/** Stands for the machine of an instance: a process of its own group, which outlives this one and bears the id as name. */
export async function startProcess(id: string): Promise<number> {
  const child = spawn("/bin/sh", ["-c", "while :; do sleep 3600; done", id], {
    detached: true,
    stdio: "ignore",
    // What a customer runs sees nothing of ours, least of all the service key.
    env: { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin" },
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once("error", reject).once("spawn", () => resolve(child.pid ?? 0));
  });
  child.unref();
  return pid;
}

/** Also after a restart, and not fooled by another program that was given the same number meanwhile. */
export async function isRunning(pid: number, id: string): Promise<boolean> {
  return (await commandOf(pid)).endsWith(` ${id}`);
}

export async function stopProcess(pid: number, id: string): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!(await isRunning(pid, id))) return;
    signalGroup(pid, signal);
    for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(10)) {
      if (!(await isRunning(pid, id))) return;
    }
  }
  throw new Error(`the process of ${id} does not end`);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It went by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const hasProc = existsSync("/proc/self/cmdline");
const run = promisify(execFile);

/** Every process that stands for an instance, by its id. */
export async function findProcesses(): Promise<Map<string, number>> {
  const pids = hasProc
    ? (await readdir("/proc")).filter((name) => /^\d+$/.test(name))
    : (await run("ps", ["-A", "-o", "pid="])).stdout.split("\n").filter((line) => line.trim() !== "");
  const found = new Map<string, number>();
  for (const pid of pids.map(Number)) {
    const [, id] = /^\/bin\/sh -c .* (i-[0-9a-f]{16})$/.exec(await commandOf(pid)) ?? [];
    if (id) found.set(id, pid);
  }
  return found;
}

/** Empty where there is no such process, or only its remains. */
async function commandOf(pid: number): Promise<string> {
  try {
    const command = hasProc
      ? (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ")
      : (await run("ps", ["-ww", "-o", "args=", "-p", String(pid)])).stdout;
    return command.trim();
  } catch {
    return "";
  }
}
