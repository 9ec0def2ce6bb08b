import type { Measured } from "./interleave";

/** A ratio and what performance.md wants of it. */
export interface Outcome {
  what: string;
  ratio: number;
  /** `at-most`: times the denominator, the less the better. `at-least`: a share of the limit, the more the better. */
  sense: "at-most" | "at-least";
  /** Undefined: the first release promises nothing here. */
  firstRelease: number | undefined;
  goal: number;
  unit?: string;
}

export interface Report {
  outcomes: Outcome[];
  measured?: Measured[];
  facts?: string[];
}

export interface BenchOptions {
  /** Fewer operations: to see that a row works, not to quote it. */
  quick: boolean;
}

const number = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

function verdict({ ratio, sense, unit = "" }: Outcome, wanted: number | undefined): string {
  if (wanted === undefined) return "–";
  const reached = sense === "at-most" ? ratio <= wanted : ratio >= wanted;
  return `${sense === "at-most" ? "≤" : "≥"} ${wanted}${unit} ${reached ? "reached" : "MISSED"}`;
}

/** Ratios first: what came out, the first release's goal, the goal. */
export function describeOutcomes(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => {
    const ratio = `${number(outcome.ratio)}${outcome.unit ?? (outcome.sense === "at-most" ? "×" : "")}`;
    const release = verdict(outcome, outcome.firstRelease);
    return `${ratio.padStart(8)}  ${outcome.what} · first release ${release} · goal ${verdict(outcome, outcome.goal)}`;
  });
}

export function describeMeasured(measured: readonly Measured[]): string[] {
  const head = `  ${"".padEnd(40)} CPU-ms/op   p50 ms   p99 ms`;
  const lines = measured.map(
    ({ name, cpuMs, p50Ms, p99Ms }) =>
      `  ${name.padEnd(40)} ${cpuMs.toFixed(3).padStart(9)} ${p50Ms.toFixed(2).padStart(8)} ${p99Ms.toFixed(2).padStart(8)}`,
  );
  return measured.length > 0 ? [head, ...lines] : [];
}
