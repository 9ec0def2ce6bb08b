import "server-only";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "@/lib/foundation/logger";
import { readLines, spawnNode } from "./spawn-node";

export interface ProcessPlan {
  name: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** How long it may take to leave before it is killed. */
  patienceMs: number;
}

export interface KeptProcess {
  /** Asks it to leave, kills it after its patience, and starts it no more. */
  stop(): Promise<void>;
}

const pauseMsMax = 10_000;
const steadyMs = 30_000;

/** Runs a process and starts it again when it dies, each time a little later until it has been steady for a while. */
export function keepProcess({ name, args, environment, patienceMs }: ProcessPlan): KeptProcess {
  const stopping = new AbortController();
  let child = spawnNode(args, environment);
  const over = keep();

  async function keep(): Promise<void> {
    for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
      const startedAt = performance.now();
      readLines(child, (line) => process.stderr.write(line.startsWith("{") ? `${line}\n` : `${name} | ${line}\n`));
      // Its end may arrive while we write to it.
      child.stdin.on("error", () => {});
      const [exitCode, signal] = await once(child, "close");
      if (stopping.signal.aborted) return;
      logger.error({ process: name, exitCode, signal }, "a process ended and is started again");
      if (performance.now() - startedAt > steadyMs) pauseMs = 250;
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      child = spawnNode(args, environment);
    }
  }

  return {
    async stop() {
      stopping.abort();
      child.kill("SIGTERM");
      const impatient = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await over;
      clearTimeout(impatient);
    },
  };
}
