import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { localOrigin } from "./ports";

const patienceMs = 120_000;

/** Resolves when the door says ready and the pages behind it answer. */
export async function waitUntilReady(host: string, port: number, signal: AbortSignal): Promise<void> {
  const origin = localOrigin(host, port);
  const deadline = Date.now() + patienceMs;
  for (const path of ["/readyz", "/login"]) {
    for (let last = "no answer"; ; ) {
      signal.throwIfAborted();
      const answer = await fetch(`${origin}${path}`, { redirect: "manual" }).catch(() => undefined);
      if (answer && (path === "/readyz" ? answer.status === 200 : answer.status < 500)) break;
      if (answer) last = `${answer.status} ${(await answer.text()).slice(0, 40).trim()}`;
      if (Date.now() > deadline) throw new Error(`Espalier did not become ready: ${path} says ${last}.`);
      await sleep(100, undefined, { signal });
    }
  }
}
