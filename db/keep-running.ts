import { setTimeout as sleep } from "node:timers/promises";
import type { Postmaster } from "./postmaster";

/** Launches the server again whenever it dies, until it is told to stop. */
export function keepRunning(first: Postmaster, launch: () => Promise<Postmaster>) {
  let current = Promise.resolve(first);
  let pid = first.pid;
  let isStopping = false;

  function watch(server: Postmaster): void {
    void server.exited.then(() => {
      if (isStopping) return;
      current = relaunch();
      // Only `stop` asks for the outcome; a failure it never asks about must not end the process.
      current.catch(() => {});
    });
  }
  async function relaunch(): Promise<Postmaster> {
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      await sleep(pauseMs);
      try {
        const server = await launch();
        pid = server.pid;
        watch(server);
        return server;
      } catch (error) {
        if (isStopping) throw error;
      }
    }
  }
  watch(first);
  return {
    pid: () => pid,
    async stop(): Promise<void> {
      isStopping = true;
      const server = await current.catch(() => undefined);
      await server?.stop();
    },
  };
}
