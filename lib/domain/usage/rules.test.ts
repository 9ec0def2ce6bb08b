import { describe, expect, it } from "vitest";
import { firstPace, paceAfter, slower } from "./rules";

describe("how many events a round takes", () => {
  it("falls to what a slow machine can do in the time, and rises again with it", () => {
    const slow = paceAfter(firstPace(), 5_000, 8_000);
    expect(slow.events).toBe(1_250);
    expect(paceAfter(slow, 1_250, 250).events).toBe(5_000);
    expect(paceAfter(slow, 1_250, 4_000).events).toBe(1_000);
  });

  it("is not judged by a round that had little to do, unless that took too long", () => {
    expect(paceAfter(firstPace(), 10, 1_500)).toEqual(firstPace());
    expect(paceAfter(firstPace(), 0, 9_000)).toEqual(firstPace());
    expect(paceAfter(firstPace(), 400, 9_000).events).toBe(1_000);
  });

  it("halves after a round that was given up, down to one report", () => {
    expect([1, 2, 3].reduce((paces) => [...paces, slower(paces.at(-1) ?? firstPace())], [firstPace()])).toEqual([
      { events: 5_000 },
      { events: 2_500 },
      { events: 1_250 },
      { events: 1_000 },
    ]);
  });
});
