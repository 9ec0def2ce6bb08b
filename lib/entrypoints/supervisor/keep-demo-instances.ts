import "server-only";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Env } from "@/lib/foundation/env";
import { logger } from "@/lib/foundation/logger";
import { type KeptProcess, keepProcess } from "./keep-process";
import { findPrivatePort, localOrigin } from "./ports";
import { runToEnd } from "./run-to-end";

/** What `demo instances` prints. */
interface InstancesPlan {
  serviceKey: string;
  webhookSecret: string;
  calls: { accessKey: { id: string; secret: string }; words: string[] }[];
}

interface Demo {
  settings: Env;
  environment: NodeJS.ProcessEnv;
  /** Runs a command of our command line and answers what it printed. */
  runCommand: (words: readonly string[]) => Promise<string>;
  signal: AbortSignal;
}

const folder = "examples/instance-service";
const flags = ["--conditions=espalier-source"];
const patienceMs = 10_000;
const portMax = 65_535;

/**
 * Runs the example service beside the demo, and the cast's instances at it, in the background: the demo neither waits
 * for it nor fails with it.
 */
export function keepDemoInstances(demo: Demo): KeptProcess {
  const service = start(demo).catch((error: unknown) => {
    if (!demo.signal.aborted) logger.error({ err: error, process: "instances" }, "the demo runs without instances");
    return undefined;
  });
  return { stop: async () => (await service)?.stop() };
}

async function start({ settings, environment, runCommand, signal }: Demo): Promise<KeptProcess> {
  // 4000 beside 3000: an address that people can be told.
  const port = await findPrivatePort(Math.min(settings.port + 1_000, portMax));
  const origin = localOrigin("127.0.0.1", port);
  const plan: InstancesPlan = JSON.parse(await runCommand(["demo", "instances", "--origin", origin, "--json"]));
  signal.throwIfAborted();
  const { PATH, NODE_ENV } = environment;
  const service = keepProcess({
    name: "instances",
    args: [...flags, `${folder}/main.ts`],
    environment: {
      ...{ PATH, NODE_ENV, HOST: "127.0.0.1", PORT: String(port), METER_SECONDS: "30", END_WITH_SERVICE: "1" },
      STATE_FILE: resolve(settings.dataDir, "demo-instances-state.json"),
      ESPALIER_ORIGIN: localOrigin(settings.host, settings.port),
      ESPALIER_SERVICE_KEY: plan.serviceKey,
      WEBHOOK_SECRETS: plan.webhookSecret,
    },
    patienceMs,
  });
  await untilListening(origin, signal).catch(() => undefined);
  for (const { accessKey, words } of plan.calls) {
    const key = { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKey.secret };
    const args = [...flags, `${folder}/call.ts`, origin, ...words];
    // A person whose limit is exhausted is refused, as it should be.
    await runToEnd({ name: "call", args, environment: { PATH, NODE_ENV, ...key }, signal }).catch(() => undefined);
  }
  return service;
}

async function untilListening(origin: string, signal: AbortSignal): Promise<void> {
  while (!(await fetch(origin, { signal }).catch(() => undefined))) await sleep(100, undefined, { signal });
}
