import { median, quantile } from "./quantile";

export interface Subject {
  name: string;
  /** One operation; throws when the answer is not what it must be. */
  operate: (turn: number) => Promise<unknown>;
  /** CPU milliseconds used so far by everything that does the work. */
  cpuMs: () => number;
  /** Where it needs more or less than the plan says. */
  warmUp?: number;
  /** Called before each of its turns, outside the count. */
  prepare?: () => Promise<void>;
}

export interface Measured {
  name: string;
  /** Medians over the rounds. */
  cpuMs: number;
  p50Ms: number;
  p99Ms: number;
}

interface Plan {
  rounds: number;
  /** Operations of each subject in each round. */
  count: number;
  warmUp: number;
  /** How many operations of a subject are under way at once. */
  atOnce?: number;
}

/** Runs the subjects in turn, round after round, so that a noisy minute falls on all of them alike. */
export async function interleave(
  subjects: readonly Subject[],
  { rounds, count, warmUp, atOnce = 1 }: Plan,
): Promise<Measured[]> {
  const turns = subjects.map(() => ({ cpu: [] as number[], p50: [] as number[], p99: [] as number[] }));
  for (const subject of subjects) {
    await subject.prepare?.();
    await repeat(subject, subject.warmUp ?? warmUp, atOnce);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      await subject.prepare?.();
      const before = subject.cpuMs();
      const latencies = await repeat(subject, count, atOnce);
      turns[index]?.cpu.push((subject.cpuMs() - before) / count);
      turns[index]?.p50.push(median(latencies));
      turns[index]?.p99.push(quantile(latencies, 0.99));
    }
  }
  return subjects.map(({ name }, index) => {
    const { cpu = [], p50 = [], p99 = [] } = turns[index] ?? {};
    return { name, cpuMs: median(cpu), p50Ms: median(p50), p99Ms: median(p99) };
  });
}

/** `count` operations by `atOnce` callers that each begin the next one when theirs is done. */
export async function repeat({ operate }: Pick<Subject, "operate">, count: number, atOnce: number): Promise<number[]> {
  const latencies: number[] = [];
  let begun = 0;
  const call = async () => {
    while (begun < count) {
      const turn = begun++;
      const startedAt = performance.now();
      await operate(turn);
      latencies.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, call));
  return latencies;
}
