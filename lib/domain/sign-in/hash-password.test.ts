import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash } from "@node-rs/argon2";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { runInsideTransaction } from "@/lib/foundation/outside-transaction";
import { hashPassword, needsRehash, verifyPassword } from "./hash-password";

const password = "Espalier-demo-2026";
let stored = "";

beforeAll(async () => {
  vi.stubEnv("ESPALIER_SECRET_PEPPER", randomBytes(32).toString("base64url"));
  stored = await hashPassword(password);
});

describe("a stored password", () => {
  test("carries the pepper's version, argon2id and its cost", () => {
    expect(stored).toMatch(/^p1\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  test("is verified by the exact password only", async () => {
    expect(await verifyPassword(stored, password)).toBe(true);
    for (const wrong of [
      "espalier-demo-2026",
      `${password} `,
      ` ${password}`,
      "Espalier-demo-2027",
      "",
      `${password}\0`,
    ]) {
      expect(await verifyPassword(stored, wrong), JSON.stringify(wrong)).toBe(false);
    }
  });

  test("is the same password however its accents were typed", async () => {
    const composed = await hashPassword("caf\u00e9 am Apfelbaum");
    expect(await verifyPassword(composed, "cafe\u0301 am Apfelbaum")).toBe(true);
    expect(await verifyPassword(composed, "cafe am Apfelbaum")).toBe(false);
  });

  test("is salted: twice the same password looks different", async () => {
    expect(await hashPassword(password)).not.toBe(stored);
  });

  test("cannot be verified without the pepper", async () => {
    const withoutPepper = `p1${await hash(password, { memoryCost: 65_536, timeCost: 3, parallelism: 1 })}`;
    expect(await verifyPassword(withoutPepper, password)).toBe(false);
  });

  test("of an unknown pepper is an error, not a wrong password", async () => {
    await expect(verifyPassword(stored.replace("p1", "p9"), password)).rejects.toThrow("pepper p9");
  });

  test("needs another hash when it is weaker than today's, or of another pepper", () => {
    expect(needsRehash(stored)).toBe(false);
    expect(needsRehash(stored.replace("m=65536", "m=131072"))).toBe(false);
    expect(needsRehash(stored.replace("m=65536", "m=19456"))).toBe(true);
    expect(needsRehash(stored.replace("t=3", "t=2"))).toBe(true);
    expect(needsRehash(stored.replace("p1$", "p0$"))).toBe(true);
    expect(needsRehash(stored.replace("argon2id", "argon2i"))).toBe(true);
    expect(needsRehash("")).toBe(true);
  });
});

test("an unknown principal is refused at the processor time of a known one", async () => {
  const spend = async (subject: string | null) => {
    const begun = process.cpuUsage();
    expect(await verifyPassword(subject, "not the password")).toBe(false);
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    known.push(await spend(stored));
    unknown.push(await spend(null));
  }
  const ratio = Math.min(...unknown) / Math.min(...known);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});

test("hashing inside a database transaction is refused before it begins", async () => {
  await expect(runInsideTransaction(() => hashPassword(password))).rejects.toThrow("inside a database transaction");
  await expect(runInsideTransaction(() => verifyPassword(stored, password))).rejects.toThrow("inside");
  await expect(runInsideTransaction(() => verifyPassword(null, password))).rejects.toThrow("inside");
});

test("beyond two per core at once and 50 waiting, sign-in is unavailable instead of slow for everybody", async () => {
  const places = 2 * availableParallelism() + 50;
  const results = await Promise.allSettled(
    Array.from({ length: places + 5 }, () => verifyPassword(stored, "not the password")),
  );
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused).toHaveLength(5);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "unavailable", noun: "sign-in" });
  expect(await verifyPassword(stored, password)).toBe(true);
});
