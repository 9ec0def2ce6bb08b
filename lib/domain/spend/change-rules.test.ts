import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asMicros } from "@/lib/foundation/money";
import { groupChanges, type Parts, rankChanges, splitChange, type Use } from "./change-rules";
import { changeParts } from "./schema";

const use = (cost: bigint, quantity: string | null): Use => ({ cost: asMicros(cost), quantity });
const sum = (parts: Parts) => changeParts.reduce((total, part) => total + parts[part], 0n);
const cost = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const quantity = fc.oneof(
  fc.constant(null),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 999_999 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(6, "0")}`),
);
const some = fc.option(
  fc.tuple(cost, quantity).map(([of, much]) => use(of, much)),
  { nil: undefined },
);

describe("what changed", () => {
  it("sums to the difference to the last micro, whatever was used", () => {
    fc.assert(
      fc.property(some, some, (before, now) => {
        expect(sum(splitChange(before, now))).toBe((now?.cost ?? 0n) - (before?.cost ?? 0n));
      }),
    );
  });

  it("is the same sum in rows and rest, of whatever part and however few are shown", () => {
    const compared = fc.record({
      whose: fc.constantFrom("", "a", "b"),
      sku: fc.constantFrom("", "x", "y"),
      words: fc.constant(null),
      before: some,
      now: some,
    });
    const part = fc.option(fc.constantFrom(...changeParts), { nil: undefined });
    fc.assert(
      fc.property(fc.array(compared), part, fc.integer({ min: 0, max: 4 }), (list, of, shown) => {
        const { all, rows, rest, total } = rankChanges(groupChanges(list), of, shown);
        const difference = list.reduce(
          (sumOf, { before, now }) => sumOf + (now?.cost ?? 0n) - (before?.cost ?? 0n),
          0n,
        );
        expect(all.now - all.before).toBe(difference);
        expect(sum(all.parts)).toBe(difference);
        expect(rows.length).toBeLessThanOrEqual(shown);
        expect([...rows, rest].reduce((sumOf, { now, before }) => sumOf + now - before, 0n)).toBe(
          total.now - total.before,
        );
        for (const one of [...rows, rest, total]) expect(sum(one.parts)).toBe(one.now - one.before);
        if (of) expect(total.parts[of]).toBe(all.parts[of]);
        else expect(total.now - total.before).toBe(difference);
      }),
    );
  });

  it("tells more of it, a dearer unit, something new and something gone apart", () => {
    expect(splitChange(use(100n, "10"), use(150n, "15"))).toMatchObject({ price: 0n, volume: 50n });
    expect(splitChange(use(100n, "10"), use(130n, "10"))).toMatchObject({ price: 30n, volume: 0n });
    expect(splitChange(use(100n, "10"), use(120n, "20"))).toMatchObject({ price: -80n, volume: 100n });
    expect(splitChange(undefined, use(7n, "1"))).toMatchObject({ new: 7n, gone: 0n });
    expect(splitChange(use(7n, "1"), undefined)).toMatchObject({ new: 0n, gone: -7n });
    expect(splitChange(use(-5n, null), use(-3n, null))).toMatchObject({ new: -3n, gone: 5n, price: 0n });
    expect(splitChange(use(7n, "1"), use(-7n, "-1"))).toMatchObject({ volume: -14n, price: 0n });
  });
});
