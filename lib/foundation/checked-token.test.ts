import { describe, expect, it } from "vitest";
import { isCheckedToken, newCheckedToken } from "./checked-token";

describe("a token with a checksum", () => {
  it("has the shape that secret scanners look for, and is never the same twice", () => {
    const tokens = Array.from({ length: 100 }, () => newCheckedToken("espsv_"));
    for (const token of tokens) expect(token).toMatch(/^espsv_[0-9A-Za-z]{49}$/);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it("is told apart from what was mistyped, cut short or made up", () => {
    const token = newCheckedToken("espsk_");
    expect(isCheckedToken("espsk_", token)).toBe(true);
    expect(isCheckedToken("espsv_", token)).toBe(false);
    const typo = token.slice(0, 20) + (token[20] === "x" ? "y" : "x") + token.slice(21);
    for (const wrong of [typo, token.slice(0, -1), `${token}a`, `espsk_${"a".repeat(49)}`, ""]) {
      expect(isCheckedToken("espsk_", wrong)).toBe(false);
    }
  });
});
