import { expect, test } from "vitest";
import { boundedQueue } from "./bounded-queue";

const full = () => new Error("full");

function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { promise, resolve, reject };
}

test("so many run, so many wait in order, the next is refused without beginning", async () => {
  const run = boundedQueue({ atOnce: 2, waiting: 3, refuse: full });
  const gates = Array.from({ length: 6 }, gate);
  const begun: number[] = [];
  const results = gates.map(({ promise }, index) =>
    run(async () => {
      begun.push(index);
      await promise;
      return index;
    }),
  );
  await expect(results[5]).rejects.toThrow("full");
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve();
  await results[1];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of gates) resolve();
  expect(await Promise.all(results.slice(0, 5))).toEqual([0, 1, 2, 3, 4]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test("a failure gives its place back", async () => {
  const run = boundedQueue({ atOnce: 1, waiting: 0, refuse: full });
  await expect(run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  await expect(
    run(() => {
      throw new Error("at once");
    }),
  ).rejects.toThrow("at once");
  expect(await run(async () => "next")).toBe("next");
});

test("never more than allowed at once, whatever comes", async () => {
  const run = boundedQueue({ atOnce: 3, waiting: 100, refuse: full });
  let now = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 80 }, (_, index) =>
      run(async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, index % 4));
        now -= 1;
      }),
    ),
  );
  expect(most).toBe(3);
});
