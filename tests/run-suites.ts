import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** The suites of `npm test` that wait more than they compute: beside one another they fill both cores. */
const suites = [
  { name: "unit", command: "npm run --silent test:unit", held: true },
  // The longer one is heard while it runs; the other speaks when it is over, so that neither cuts into the other's words.
  { name: "browser", command: "npm run --silent build && npm run --silent test:e2e", held: false },
] as const;

/** A runner names what failed at the end of what it says: so much of it is said once more after both suites. */
const lastLines = 40;

const running = new Set<ChildProcess>();
let stoppedBy: NodeJS.Signals | undefined;

/** Runs a suite to its end, whatever becomes of the other, and answers whether it passed and how it ended. */
async function run({ name, command, held }: (typeof suites)[number]) {
  const startedAt = performance.now();
  const child = spawn(command, {
    shell: true,
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) },
    // A group of its own, which Ctrl-C reaches through us: once, and as a whole.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const lines: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on("line", (line) => {
      lines.push(line);
      if (!held) console.log(line);
    });
  }
  const [code, signal] = await once(child, "close");
  running.delete(child);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const passed = code === 0;
  const verdict = `${name}: ${passed ? "passed" : `FAILED (${signal ?? `exit ${code}`})`} in ${seconds} s`;
  console.log([...(held ? lines : []), `\n${verdict}\n`].join("\n"));
  return { passed, verdict, ending: lines.slice(-lastLines) };
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // Asked a second time, it is not asked but ended.
    const sent = stoppedBy ? "SIGKILL" : signal;
    stoppedBy ??= signal;
    for (const { pid } of running) if (pid) process.kill(-pid, sent);
  });
}

const results = await Promise.all(suites.map(run));
for (const { passed, verdict, ending } of results) {
  if (!passed) console.log([`\n${verdict}. Its end once more:`, ...ending].join("\n"));
}
console.log(["", ...results.map(({ verdict }) => verdict)].join("\n"));
process.exitCode = stoppedBy ? 130 : results.every(({ passed }) => passed) ? 0 : 1;
