import "server-only";
import { delimiter, dirname } from "node:path";
import { type Env, env } from "@/lib/foundation/env";
import { createMissingSecrets } from "@/lib/foundation/secrets";
import { announce, announceStep } from "./announce";
import { buildPages } from "./build-pages";
import { guardDemoData } from "./guard-demo-data";
import { keepDemoInstances } from "./keep-demo-instances";
import { keepProcess } from "./keep-process";
import { findPrivatePort, requirePublicPort } from "./ports";
import { planProcesses, type ServeMode } from "./process-plans";
import { runToEnd } from "./run-to-end";
import { typescript } from "./spawn-node";
import { waitUntilReady } from "./wait-until-ready";

interface ServeOptions {
  mode: ServeMode;
  environment: NodeJS.ProcessEnv;
  /** Starts the database, or finds it, and brings its schema to this version. */
  openDatabase: (settings: Env) => Promise<{ appUrl: string; stop: () => Promise<void> }>;
}

/** What ends with this process, in the order it was started; stopped from the last to the first. */
type Started = (() => Promise<unknown>)[];

/** Runs Espalier until a signal ends it. Resolves with the exit code when all that it started is gone. */
export async function serve(options: ServeOptions): Promise<number> {
  const stopping = new AbortController();
  let isAsked = false;
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    process.on(signal, () => {
      isAsked = true;
      stopping.abort();
    });
  }
  const started: Started = [];
  let exitCode = 0;
  try {
    await start(options, stopping, started);
    await untilAborted(stopping.signal);
  } catch (error) {
    if (!isAsked) {
      exitCode = 1;
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    }
  }
  for (const stop of started.toReversed()) await stop();
  return exitCode;
}

async function start(options: ServeOptions, stopping: AbortController, started: Started): Promise<void> {
  const { mode } = options;
  const { signal } = stopping;
  const settings = env();
  createMissingSecrets(settings.dataDir);
  const environment = childEnvironment(options, settings);

  const [appUrl] = await allOrAbort(stopping, [
    openAndSeed(options, settings, environment, signal, started),
    mode === "dev" ? undefined : buildPages(environment, signal),
  ]);
  const withDatabase = { ...environment, DATABASE_URL: appUrl };
  const [door, ...behind] = planProcesses(mode, withDatabase, await findPrivatePort());
  signal.throwIfAborted();
  const kept = behind.map(keepProcess);
  started.push(() => Promise.all(kept.map((one) => one.stop())));
  started.push(keepProcess(door).stop);
  await waitUntilReady(settings.host, settings.port, signal);

  if (mode === "start") {
    const link = await runCommand(["operators", "set-up-link", "--if-none"], withDatabase, signal);
    if (link.trim()) announce(link.trim());
  }
  if (mode === "demo" && settings.demoInstances) {
    const runHere = (words: readonly string[]) => runCommand(words, withDatabase, signal);
    started.push(keepDemoInstances({ settings, environment, runCommand: runHere, signal }).stop);
  }
  announce(`Espalier is ready on ${settings.origin}`);
}

async function openAndSeed(
  { mode, openDatabase }: ServeOptions,
  settings: Env,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  started: Started,
): Promise<string> {
  const { appUrl } = await announceStep("Database ready", async () => {
    const database = await openDatabase(settings);
    started.push(database.stop);
    return database;
  });
  guardDemoData(settings, mode);
  await requirePublicPort(settings.host, settings.port);
  if (mode !== "start") {
    const withDatabase = { ...environment, DATABASE_URL: appUrl };
    await announceStep("Demo data ready", () => runCommand(["demo", "seed"], withDatabase, signal));
    if (settings.demoDays > 0) {
      await announceStep("Demo history ready", () => runCommand(["demo", "history"], withDatabase, signal));
    }
  }
  return appUrl;
}

function runCommand(words: readonly string[], environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const args = [...typescript, "bin/cli.ts", ...words];
  return runToEnd({ name: `cli ${words.join(" ")}`, args, environment, signal });
}

/** Serving processes never see the owner's database; what Next changes, such as PORT, must not change the origin. */
function childEnvironment({ mode, environment }: ServeOptions, settings: Env): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _, DATABASE_OWNER_URL_FILE: __, DATABASE_URL_FILE: ___, ...inherited } = environment;
  return {
    ...inherited,
    // What a child starts by the name `node` is this Node too, whatever the shell would find.
    PATH: [dirname(process.execPath), inherited.PATH].join(delimiter),
    NODE_ENV: mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ESPALIER_DATA_DIR: settings.dataDir,
    ESPALIER_ORIGIN: settings.origin,
    NEXTAUTH_URL: settings.origin,
    ...(mode !== "start" && { ESPALIER_DEMO: "1" }),
  };
}

/** The first failure aborts the other steps, and none is left running. */
async function allOrAbort<T extends readonly unknown[]>(
  stopping: AbortController,
  steps: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  try {
    return await Promise.all(steps);
  } catch (error) {
    stopping.abort();
    await Promise.allSettled(steps);
    throw error;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
