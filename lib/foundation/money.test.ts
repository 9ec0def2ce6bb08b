import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMicros, asMicros, negate, parseMicros, roundHalfEven, writeMicros, zero } from "./money";

const micros = fc.bigInt(-9_000_000_000_000_000_000n, 9_000_000_000_000_000_000n).map(asMicros);

describe("money", () => {
  it("reads back what it writes, to the micro", () => {
    fc.assert(
      fc.property(micros, fc.integer({ min: 0, max: 6 }), (m, least) => parseMicros(writeMicros(m, least)) === m),
    );
  });

  it("is read from plain decimals alone", () => {
    expect(parseMicros("12.5")).toBe(12_500_000n);
    expect(parseMicros("-0.000001")).toBe(-1n);
    for (const text of ["", " 1", "1.", ".5", "1e3", "1,5", "+1", "0x1", "1.0000001", "99999999999999", "NaN", "１"]) {
      expect([text, parseMicros(text)]).toEqual([text, undefined]);
    }
  });

  it("is written with its sign, and no digit lost or invented", () => {
    expect(writeMicros(asMicros(-1n))).toBe("-0.000001");
    expect(writeMicros(asMicros(1_500_000n))).toBe("1.50");
    expect(writeMicros(zero, 0)).toBe("0");
  });

  it("rounds half to even, by the exact rational nearest", () => {
    fc.assert(
      fc.property(micros, fc.integer({ min: 0, max: 4 }), (m, minor) => {
        const unit = 10n ** BigInt(6 - minor);
        const rounded = roundHalfEven(m, minor);
        const off = m > rounded ? m - rounded : rounded - m;
        expect(rounded % unit).toBe(0n);
        expect(off * 2n <= unit).toBe(true);
        if (off * 2n === unit) expect((rounded / unit) % 2n).toBe(0n);
        expect(roundHalfEven(negate(m), minor)).toBe(-rounded);
      }),
    );
  });

  it("adds without a rest", () => {
    fc.assert(fc.property(fc.array(micros), (all) => addMicros(...all) === all.reduce((a, b) => a + b, 0n)));
  });
});
