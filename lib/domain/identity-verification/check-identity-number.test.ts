import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCreditCode, isResidentId, normalizeNumber } from "./check-identity-number";

describe("identity numbers", () => {
  it("are compared without width, case, spaces and hyphens", () => {
    expect(normalizeNumber(" ｐ12 34–5\u30006-x ")).toBe("P123456X");
  });

  it("of residents and companies are valid with their check character only", () => {
    expect(isResidentId("11010519491231002X")).toBe(true);
    expect(isResidentId("440524188001010014")).toBe(true);
    expect(isCreditCode("91350100M000100Y43")).toBe(true);
    expect(isCreditCode("91110000600037341L")).toBe(true);
  });

  it("with one wrong character are never valid", () => {
    const wrong = (number: string, valid: (changed: string) => boolean, alphabet: string) =>
      fc.assert(
        fc.property(fc.nat(17), fc.constantFrom(...alphabet), (place, character) => {
          const changed = number.slice(0, place) + character + number.slice(place + 1);
          expect(valid(changed)).toBe(changed === number);
        }),
      );
    wrong("11010519491231002X", isResidentId, "0123456789X");
    wrong("91350100M000100Y43", isCreditCode, "0123456789ABCDEFGHJKLMNPQRTUWXY");
  });

  it("of any other shape are none", () => {
    for (const text of [
      "",
      "1",
      "I".repeat(18),
      "110105194912310021X",
      "１１０１０５１９４９１２３１００２X",
      "\0".repeat(18),
    ]) {
      expect([isResidentId(text), isCreditCode(text)]).toEqual([false, false]);
    }
  });
});
