import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { typescript } from "@/tests/support/node-flags";
import { keepProcess } from "./keep-process";

/** A process that writes its id into a line of the file, then does what the code says. */
function journaled(code: string) {
  const folder = mkdtempSync(join(tmpdir(), "espalier-keep-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const journal = join(folder, "journal");
  const plan = {
    name: "test",
    args: ["-e", `require("node:fs").appendFileSync(${JSON.stringify(journal)}, process.pid + "\\n"); ${code}`],
    environment: process.env,
    patienceMs: 500,
  };
  const starts = async (count: number): Promise<number[]> => {
    for (;;) {
      const pids = readFileSync(journal, { encoding: "utf8", flag: "a+" }).split("\n").filter(Boolean).map(Number);
      if (pids.length >= count) return pids;
      await sleep(20);
    }
  };
  return { plan, starts };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a process that is killed is started again, until it is stopped", async () => {
  const { plan, starts } = journaled("setInterval(() => {}, 1000)");
  const kept = keepProcess(plan);
  const [first = 0] = await starts(1);
  process.kill(first, "SIGKILL");
  const [, second = 0] = await starts(2);
  await kept.stop();
  expect(isAlive(second)).toBe(false);
  await sleep(400);
  expect(await starts(1)).toEqual([first, second]);
});

test("a process that cannot stay up is tried later and later", async () => {
  const { plan, starts } = journaled("process.exit(1)");
  const kept = keepProcess(plan);
  const startedAt = performance.now();
  await starts(3);
  expect(performance.now() - startedAt).toBeGreaterThan(750);
  await kept.stop();
});

test("a process that does not leave when asked is killed after its patience", async () => {
  const { plan, starts } = journaled('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)');
  const kept = keepProcess(plan);
  const [pid = 0] = await starts(1);
  await sleep(100);
  await kept.stop();
  expect(isAlive(pid)).toBe(false);
});

test("a kill -9 of the supervisor ends what it started", async () => {
  const code = `import { keepProcess } from "@/lib/entrypoints/supervisor/keep-process";
    keepProcess({ name: "test", environment: process.env, patienceMs: 500,
      args: ["-e", "console.log(process.pid); setInterval(() => {}, 1000)"] });`;
  const flags = [...typescript, "--input-type=module", "--eval", code];
  const supervisor = spawn(process.execPath, flags, { cwd: resolve("."), stdio: ["ignore", "ignore", "pipe"] });
  const [line] = (await once(createInterface({ input: supervisor.stderr }), "line")) as [string];
  const pid = Number(/^test \| (\d+)$/.exec(line)?.[1]);
  expect(isAlive(pid)).toBe(true);
  supervisor.kill("SIGKILL");
  while (isAlive(pid)) await sleep(20);
});
