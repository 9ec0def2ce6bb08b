import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { typescript } from "./node-flags";
import { freePort } from "./start-processes";

export interface RunningServer {
  origin: string;
  dataDir: string;
  /** The private address of the pages' process, which answers nobody but the door. */
  webOrigin: string;
  stop(): Promise<void>;
}

/** With a build of the pages on a slow machine. */
const startMs = 900_000;

/** `npm run demo` on a fresh data directory and a free port; its output goes to `logFile`. */
export async function startServer(logFile: string): Promise<RunningServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-e2e-"));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawnSupervisor({ dataDir, port });
  const exit = once(child, "close");
  const stop = async () => {
    child.kill("SIGTERM");
    await exit;
    log.end();
    rmSync(dataDir, { recursive: true, force: true });
  };

  let webOrigin = "";
  const tail: string[] = [];
  const ready = new Promise<void>((done) => {
    for (const output of [child.stdout, child.stderr]) {
      if (!output) continue;
      createInterface({ input: output }).on("line", (line) => {
        log.write(`${line}\n`);
        tail.push(line);
        if (tail.length > 30) tail.shift();
        webOrigin ||= /^web \|.*(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? "";
        if (line.startsWith("Espalier is ready")) done();
      });
    }
  });
  const timer = new AbortController();
  const outcome = await Promise.race([
    ready.then(() => "ready"),
    exit.then(() => "it ended"),
    deadline(startMs, timer.signal).then(() => "it took too long"),
  ]);
  timer.abort();
  if (outcome === "ready" && webOrigin) return { origin, dataDir, webOrigin, stop };
  await stop();
  throw new Error(`The server under test did not start: ${outcome}.\n${tail.join("\n")}`);
}

function spawnSupervisor({ dataDir, port }: { dataDir: string; port: number }): ChildProcess {
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, NO_COLOR: ___, FORCE_COLOR: ____, ...inherited } = process.env;
  const leaveWithParent = pathToFileURL(resolve("bin/leave-with-parent.ts")).href;
  const words = [...typescript, "--import", leaveWithParent, "bin/serve.ts", "--demo"];
  return spawn(process.execPath, words, {
    env: {
      ...inherited,
      NODE_ENV: "production",
      ESPALIER_DATA_DIR: dataDir,
      ESPALIER_SUPERVISOR_PID: String(process.pid),
      // Half a year of use takes longer than the whole suite's start; who looks at money tells a few days.
      ESPALIER_DEMO_DAYS: "0",
      // Nobody of the suite looks at instances; the scenario of the service runs it where it matters.
      ESPALIER_DEMO_INSTANCES: "0",
      // Each test says which address it comes from, so that throttling of one never meets another.
      ESPALIER_TRUSTED_PROXIES: "1",
      HOST: "127.0.0.1",
      PORT: String(port),
    },
    // Its own group: Ctrl-C in a terminal reaches the test runner alone, which stops the server in order.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

function deadline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
