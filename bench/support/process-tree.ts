import { readdirSync, readFileSync } from "node:fs";

interface ProcessStat {
  pid: number;
  parent: number;
  /** Of the program, or what it calls itself. */
  name: string;
  cpuMs: number;
}

/** The kernel counts CPU time for programs in hundredths of a second, whatever its own clock does. */
const tickMs = 10;

function readStat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // utime, stime, and both of the children that were waited for: proc(5), fields 14 to 17.
    const ticks = rest.slice(9, 13).reduce((sum, field) => sum + Number(field), 0);
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    return { pid, parent: Number(parent), name, cpuMs: ticks * tickMs };
  } catch {
    return undefined;
  }
}

/** The process and everything that descends from it. */
export function processTree(root: number): ProcessStat[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** CPU milliseconds these processes and all that descend from them have used so far. */
export function cpuMsOf(...roots: number[]): number {
  return roots.flatMap(processTree).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Memory of the same processes in MB; pages that several share are counted once. */
export function memoryMbOf(...roots: number[]): number {
  const kilobytes = roots.flatMap(processTree).map(({ pid }) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}
