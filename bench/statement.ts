import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { webFlags } from "@/lib/entrypoints/supervisor/process-plans";
import { typescript } from "@/tests/support/node-flags";
import type { Drawn } from "./support/draw-statements";
import { median } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";

const run = promisify(execFile);
const program = [...typescript, "bench/support/draw-statements.ts"];

/** B12: a statement of 2,000 lines in Chinese as PDF, the first and later ones of a process with the web's memory. */
export async function statement({ quick }: BenchOptions): Promise<Report> {
  const { stdout } = await run(process.execPath, [...webFlags, ...program, quick ? "2" : "6"]);
  const { times, bytes, before, peak } = JSON.parse(stdout) as Drawn;
  const [first = Number.NaN, ...later] = times;
  return {
    outcomes: [
      {
        ...{ what: "B12: a statement of 2,000 lines in Chinese, the first of a process", ratio: first },
        ...{ sense: "at-most", firstRelease: 3, goal: 1, unit: " s" },
      },
      {
        ...{ what: "B12: memory that all of them took at most", ratio: (peak - before) / 1e6 },
        ...{ sense: "at-most", firstRelease: 200, goal: 200, unit: " MB" },
      },
    ],
    facts: [
      `later ones ${median(later).toFixed(2)} s each; ${(bytes / 1024).toFixed(0)} kB; the process at most ${(peak / 1e6).toFixed(0)} MB`,
    ],
  };
}
