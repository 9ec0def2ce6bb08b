import { generateSecret } from "otplib";
import { describe, expect, it } from "vitest";
import { codeAt, inSeconds } from "@/tests/support/authenticator-app";
import { matchTotpStep } from "./match-totp-step";

describe("a code of an authenticator app", () => {
  it("is the one of oathtool, for many seeds and moments", () => {
    for (let n = 0; n < 25; n += 1) {
      const seed = generateSecret();
      const at = new Date(Date.UTC(2026, 0, 1) + n * 1_234_567_891);
      expect(matchTotpStep(seed, codeAt(seed, at), at)).toBe(Math.floor(at.getTime() / 30_000));
    }
  });

  it("matches the vectors of RFC 6238 for SHA-1, cut to six digits", () => {
    const seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const vectors = { 59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130" };
    for (const [second, code] of Object.entries(vectors)) {
      expect(matchTotpStep(seed, code, new Date(Number(second) * 1000))).toBe(Math.floor(Number(second) / 30));
    }
  });

  it("may be one step old or early, and no more", () => {
    const seed = generateSecret();
    const now = new Date("2026-11-26T12:00:05Z");
    const at = (seconds: number) => matchTotpStep(seed, codeAt(seed, inSeconds(now, seconds)), now);
    const present = Math.floor(now.getTime() / 30_000);
    expect([at(-30), at(0), at(30)]).toEqual([present - 1, present, present + 1]);
    expect([at(-60), at(60)]).toEqual([undefined, undefined]);
  });
});
