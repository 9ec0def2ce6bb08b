import "server-only";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "@/lib/foundation/env";
import type { ServeMode } from "./process-plans";

/** The demo's people all have a password that is printed in the README: their data must never go on the network. */
export function guardDemoData({ dataDir, origin }: Pick<Env, "dataDir" | "origin">, mode: ServeMode): void {
  const marker = join(dataDir, "demo");
  if (mode !== "start") {
    writeFileSync(marker, "");
    return;
  }
  if (!existsSync(marker)) return;
  const fact = `${dataDir} holds the demo's people, whose password is public.`;
  if (origin.startsWith("https:")) throw new Error(`${fact} Set ESPALIER_DATA_DIR to another directory.`);
  process.stderr.write(`${fact} Fine on this machine alone; set ESPALIER_DATA_DIR to another directory to serve.\n`);
}
