import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { typescript } from "./node-flags";

export interface StartedProcess {
  /** What it said on both outputs. */
  said: string[];
  ended: Promise<unknown>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A Node process with the environment that is given and no more; whoever starts it stops it. */
export function startNode(args: readonly string[], environment: Record<string, string>): StartedProcess {
  const { PATH = "", HOME = "" } = process.env;
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { PATH, HOME, NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const output of [child.stdout, child.stderr]) output?.on("data", (part) => said.push(String(part)));
  const ended = once(child, "close");
  return {
    said,
    ended,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await ended;
    },
  };
}

/** The front door and the worker as processes of their own, on the test's database; no pages behind them. */
export function startMachines(port: number): StartedProcess {
  const environment = {
    DATABASE_URL: String(process.env.DATABASE_URL),
    ESPALIER_DATA_DIR: String(process.env.ESPALIER_DATA_DIR),
    ESPALIER_DOOR_TOKEN: "the-token-of-a-door-without-pages",
    PORT: String(port),
  };
  const door = startNode([...typescript, "lib/entrypoints/front-door/main.ts", "--web-port", "2"], environment);
  const worker = startWorker(environment);
  return {
    said: door.said,
    ended: Promise.all([door.ended, worker.ended]),
    stop: async (signal) => void (await Promise.all([door.stop(signal), worker.stop(signal)])),
  };
}

/** The worker as a process of its own, on the database that is given or the test's. */
export function startWorker(overrides: Record<string, string> = {}): StartedProcess {
  const { DATABASE_URL = "", ESPALIER_DATA_DIR = "" } = process.env;
  return startNode([...typescript, "bin/worker.ts"], { DATABASE_URL, ESPALIER_DATA_DIR, ...overrides });
}

/** Until something answers there, whatever it says. */
export async function untilAnswered(url: string, { said }: StartedProcess): Promise<void> {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(50)) {
    if (await fetch(url).catch(() => undefined)) return;
  }
  throw new Error(`nothing answers at ${url}\n${said.join("")}`);
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, failed) => probe.once("error", failed).listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("127.0.0.1 has no free port.");
  return address.port;
}
