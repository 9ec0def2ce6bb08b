import { expect, it } from "vitest";
import { gatherByKey, sharedRead } from "./gather-by-key";

it("answers together what came meanwhile, and one key never waits for another", async () => {
  const first = Promise.withResolvers<void>();
  const groups: string[] = [];
  const ask = gatherByKey(async (key, items: readonly number[]) => {
    groups.push(`${key}: ${items.join(" ")}`);
    if (items.includes(1)) await first.promise;
    return items.map((item) => item * 10);
  });
  const early = ask("a", 1);
  const late = [ask("a", 2), ask("a", 3)];
  expect(await ask("b", 4)).toBe(40);
  expect(groups).toEqual(["a: 1", "b: 4"]);
  first.resolve();
  expect(await Promise.all([early, ...late])).toEqual([10, 20, 30]);
  expect(groups).toEqual(["a: 1", "b: 4", "a: 2 3"]);
});

it("never answers by a read that began before the question, and keeps nothing", async () => {
  let stored = "before";
  const first = Promise.withResolvers<void>();
  const read = sharedRead<string>();
  const readStored = async () => {
    const found = stored;
    await first.promise;
    return found;
  };
  const early = read("key", readStored);
  stored = "after";
  const late = read("key", readStored);
  first.resolve();
  expect([await early, await late]).toEqual(["before", "after"]);
  stored = "later";
  expect(await read("key", readStored)).toBe("later");
});

it("tells each of a group what was thrown, and none of the next", async () => {
  const read = sharedRead<number>();
  const broken = () => Promise.reject(new Error("away"));
  const answers = await Promise.allSettled([read("key", broken), read("key", broken), read("key", broken)]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await read("key", async () => 7)).toBe(7);
});
