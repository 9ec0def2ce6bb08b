import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { openSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerAccount } from "./cluster-home";

interface Launch {
  cluster: string;
  binaries: string;
  account: ServerAccount;
  settings: Readonly<Record<string, string>>;
  logFile: string;
}

export interface Postmaster {
  pid: number;
  exited: Promise<void>;
  /** Lets running statements end with an error, writes a checkpoint, and resolves when the process is gone. */
  stop(): Promise<void>;
}

/** What the server and initdb see of our environment: nothing that could redirect or translate them. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
  NODE_ENV: "production",
  LC_ALL: "C",
  TZ: "UTC",
};

/** Starts PostgreSQL on a cluster nobody else is using and resolves when it takes connections. */
export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  // Processes of a killed server let go of its shared memory a moment after it.
  for (let attempt = 1; ; attempt++) {
    const logStart = sizeOf(launch.logFile);
    const server = spawnServer(launch);
    const { pid } = server;
    let refusal = "";
    const exited = new Promise<void>((resolve) => {
      server.once("close", () => resolve());
      server.once("error", (error) => {
        refusal = error.message;
        resolve();
      });
    });
    if (pid !== undefined && (await becomesReady(launch.cluster, server))) {
      const watcher = watchOver(pid);
      void exited.then(() => watcher.kill("SIGKILL"));
      return { pid, exited, stop: () => stopServer(server, exited) };
    }
    await exited;
    const said = refusal || readFileSync(launch.logFile).subarray(logStart).toString("utf8").trim();
    if (attempt === 10 || !said.includes("pre-existing shared memory block")) {
      throw new Error(`PostgreSQL did not start on ${launch.cluster}:\n${said.slice(-2000)}`);
    }
    await sleep(500);
  }
}

/** Stops a server that outlived its supervisor, and clears what would keep the next one from starting. */
export async function clearOrphan(cluster: string): Promise<void> {
  for (const { signal, patienceMs } of [
    { signal: "SIGINT", patienceMs: 30_000 },
    { signal: "SIGQUIT", patienceMs: 10_000 },
  ] as const) {
    const pid = findPostmaster(cluster);
    if (pid === undefined) break;
    process.kill(pid, signal);
    const deadline = Date.now() + patienceMs;
    while (findPostmaster(cluster) === pid && Date.now() < deadline) await sleep(50);
  }
  const left = readPidFile(cluster);
  if (left === undefined || !isAlive(left.pid)) return;
  if (findPostmaster(cluster) !== undefined)
    throw new Error(`PostgreSQL (process ${left.pid}) on ${cluster} does not stop.`);
  // The id now belongs to some other program, which PostgreSQL would take for itself and refuse to start.
  rmSync(join(cluster, "postmaster.pid"));
}

/** The process id of the server that runs on this cluster, whoever started it. */
export function findPostmaster(cluster: string): number | undefined {
  const pid = readPidFile(cluster)?.pid;
  if (pid === undefined || !isAlive(pid)) return undefined;
  try {
    if (process.platform === "linux") {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) ? pid : undefined;
    }
    const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
    return command.includes(cluster) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** What postmaster.pid says: see "Data directory lock file" in PostgreSQL's miscadmin.h. */
export function readPidFile(cluster: string) {
  try {
    const [pid, , , port, socketDirectory, , , status] = readFileSync(join(cluster, "postmaster.pid"), "utf8").split(
      "\n",
    );
    return { pid: Number(pid), port: Number(port), socketDirectory, isReady: status?.trim() === "ready" };
  } catch {
    return undefined;
  }
}

function spawnServer({ cluster, binaries, account, settings, logFile }: Launch): ChildProcess {
  const log = openSync(logFile, "a", 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(join(binaries, "postgres"), ["-D", cluster, ...flags], {
    ...account,
    cwd: cluster,
    env: serverEnvironment,
    // Its own session: Ctrl-C in a terminal must reach the supervisor alone, which stops the server last.
    detached: true,
    stdio: ["ignore", log, log],
  });
}

async function becomesReady(cluster: string, server: ChildProcess): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null) {
    const file = readPidFile(cluster);
    if (file?.pid === server.pid && file?.isReady) return true;
    await sleep(20);
  }
  return false;
}

/** A shell that stops the server once our end of its input closes: when this process is gone, however it went. */
function watchOver(pid: number): ChildProcess {
  const watcher = spawn("sh", ["-c", 'read -r _; kill -INT "$0"', String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.on("error", () => {});
  watcher.unref();
  return watcher;
}

async function stopServer(server: ChildProcess, exited: Promise<void>): Promise<void> {
  server.kill("SIGINT");
  const impatient = setTimeout(() => server.kill("SIGQUIT"), 30_000);
  await exited;
  clearTimeout(impatient);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
