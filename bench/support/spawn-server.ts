import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { send } from "./http-client";

export interface SpawnedServer {
  origin: string;
  pid: number;
  /** From the spawn to the first answer that was wanted. */
  readyMs: number;
  stop(): Promise<void>;
}

interface ServerPlan {
  args: readonly string[];
  environment?: Record<string, string>;
  /** The request that tells it is up, by answering 200. */
  path: string;
  cookie?: string;
  port?: number;
}

const patienceMs = 240_000;

/** Runs a Node server on 127.0.0.1 until `stop`; its PORT is in the environment. */
export async function spawnServer({ args, environment, path, cookie, port }: ServerPlan): Promise<SpawnedServer> {
  const listen = port ?? (await freePort());
  const origin = `http://127.0.0.1:${listen}`;
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...inherited, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...environment, PORT: String(listen) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  while (true) {
    const answer = await send(`${origin}${path}`, cookie ? { headers: { cookie } } : {}).catch(() => undefined);
    if (answer?.status === 200) break;
    if (child.exitCode !== null || performance.now() - startedAt > patienceMs) {
      await stop();
      throw new Error(`${args.join(" ")} did not answer ${path}:\n${Buffer.concat(output).toString().slice(-3_000)}`);
    }
    await sleep(10);
  }
  return { origin, pid: child.pid ?? 0, readyMs: performance.now() - startedAt, stop };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("127.0.0.1 has no free port");
  return address.port;
}
