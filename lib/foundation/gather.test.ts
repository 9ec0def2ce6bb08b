import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { gather } from "./gather";

const bounds = { size: 3, patienceMs: 10_000, lingerShare: 0, groups: 2, waiting: 5, refuse: () => new Error("full") };

/** Groups that wait until they are let go, in their order. */
function held(more: Partial<typeof bounds> = {}) {
  const groups: { items: readonly number[]; answer: (answers?: string[]) => void; fail: (error: Error) => void }[] = [];
  const ask = gather<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        groups.push({ items, answer: (answers = items.map((item) => `of ${item}`)) => resolve(answers), fail: reject });
      }),
    { ...bounds, ...more },
  );
  return { groups, ask, asked: () => groups.map(({ items }) => items) };
}

describe("what is asked while others are answered", () => {
  it("is asked for together, in the order it came, and each has its own answer", async () => {
    const { groups, ask, asked } = held();
    const answers = [1, 2, 3, 4, 5].map(ask);
    expect(asked()).toEqual([[1]]);
    groups[0]?.answer();
    expect(await answers[0]).toBe("of 1");
    expect(asked()).toEqual([[1], [2, 3, 4]]);
    groups[1]?.answer();
    expect(await Promise.all(answers.slice(1, 4))).toEqual(["of 2", "of 3", "of 4"]);
    groups[2]?.answer();
    expect(await answers[4]).toBe("of 5");
    expect(asked()).toHaveLength(3);
  });

  it("waits for nobody once all are answered", async () => {
    const { groups, ask, asked } = held();
    const first = ask(1);
    groups[0]?.answer();
    await first;
    void ask(2);
    expect(asked()).toEqual([[1], [2]]);
  });

  it("is refused together where their group fails, and no other group with it", async () => {
    const { groups, ask } = held();
    const answers = [1, 2, 3].map(ask);
    groups[0]?.answer();
    await answers[0];
    groups[1]?.fail(new Error("lost"));
    await expect(answers[1]).rejects.toThrow("lost");
    await expect(answers[2]).rejects.toThrow("lost");
    const next = ask(4);
    groups[2]?.answer();
    expect(await next).toBe("of 4");
  });

  it("waits a little for those who were just answered, and not for who does not come again", async () => {
    const { groups, ask, asked } = held({ lingerShare: 1, size: 9 });
    const alone = ask(1);
    const two = [2, 3].map(ask);
    await sleep(40);
    groups[0]?.answer();
    await alone;
    await sleep(5);
    expect(asked()).toEqual([[1]]);
    void ask(4);
    expect(asked()).toHaveLength(1);
    await sleep(0);
    expect(asked()).toEqual([[1], [2, 3, 4]]);
    await sleep(40);
    groups[1]?.answer();
    await Promise.all(two);
    const before = performance.now();
    void ask(5);
    expect(asked()).toHaveLength(2);
    while (groups.length < 3) await sleep(1);
    expect(performance.now() - before).toBeGreaterThan(20);
    groups[2]?.answer();
    await sleep(60);
    void ask(6);
    expect(asked().slice(2)).toEqual([[5], [6]]);
  });

  it("waits no longer for many who come one after the other than twice as long as for one", async () => {
    const { groups, ask } = held({ lingerShare: 1, size: 99, waiting: 99 });
    for (let item = 0; item < 30; item += 1) void ask(item);
    await sleep(30);
    groups[0]?.answer();
    await sleep(0);
    const before = performance.now();
    for (let item = 30; groups.length < 2; item += 1) {
      await sleep(10);
      if (item < 58) void ask(item - 29);
    }
    expect(performance.now() - before).toBeLessThan(200);
    expect(groups[1]?.items.length).toBeGreaterThan(29);
  });

  it("is not held up by a group that takes too long, and refused beyond the places", async () => {
    const { ask, asked } = held({ patienceMs: 5 });
    void ask(1);
    void ask(2);
    await sleep(10);
    void ask(3);
    expect(asked()).toEqual([[1], [2, 3]]);
    for (let item = 4; item < 9; item += 1) void ask(item);
    await expect(ask(9)).rejects.toThrow("full");
  });
});
