import "server-only";
import { randomBytes } from "node:crypto";
import type { ProcessPlan } from "./keep-process";
import { typescript } from "./spawn-node";

export type ServeMode = "start" | "demo" | "dev";

/** Papers and pages leave garbage that is young: V8 would let it grow to three times 32 MB before it looks. */
export const webFlags = ["--max-semi-space-size=8"];

/** The three processes that serve: the door, which leaves first, then the pages and the worker behind it. */
export function planProcesses(
  mode: ServeMode,
  environment: NodeJS.ProcessEnv,
  webPort: number,
): [ProcessPlan, ProcessPlan, ProcessPlan] {
  const isDev = mode === "dev";
  const behindDoor = { ...environment, ESPALIER_DOOR_TOKEN: randomBytes(32).toString("base64url") };
  const port = String(webPort);
  return [
    {
      name: "door",
      args: [
        ...typescript,
        "lib/entrypoints/front-door/main.ts",
        "--web-port",
        port,
        ...(isDev ? ["--allow-upgrades"] : []),
      ],
      environment: behindDoor,
      patienceMs: 32_000,
    },
    {
      name: "web",
      // Connections of the door live longer here than there, so that it never sends into one that is being closed.
      args: [
        ...webFlags,
        "node_modules/next/dist/bin/next",
        ...(isDev ? ["dev"] : ["start", "--keepAliveTimeout", "120000"]),
        "-H",
        "127.0.0.1",
        "-p",
        port,
      ],
      environment: behindDoor,
      patienceMs: 10_000,
    },
    {
      name: "worker",
      args: [...(isDev ? ["--watch-path=lib", "--watch-preserve-output"] : []), ...typescript, "bin/worker.ts"],
      environment,
      patienceMs: 20_000,
    },
  ];
}
