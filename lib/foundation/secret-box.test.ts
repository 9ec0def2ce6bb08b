import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CannotOpenError, newDataKey, openValue, sealValue, unwrapDataKey, wrapDataKey } from "./secret-box";

const newKey = () => createSecretKey(newDataKey());
const key = newKey();
const box = { id: "k1", key };
const find = (id: string) => (id === "k1" ? key : undefined);
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

describe("a sealed value", () => {
  test("opens to what was sealed, for any content, purpose and key id", () => {
    fc.assert(
      fc.property(bytes, fc.string(), fc.string({ minLength: 1, maxLength: 60 }), (plain, aad, id) => {
        const sealed = sealValue({ id, key }, plain, aad);
        expect(openValue((asked) => (asked === id ? key : undefined), sealed, aad)).toEqual(plain);
      }),
    );
  });

  test("does not open after any single bit was flipped, wherever it is", () => {
    const sealed = sealValue(box, "the secret", "v1|access-key|a|b|c");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openValue(() => key, flipped, "v1|access-key|a|b|c"), `bit ${bit}`).toThrow(CannotOpenError);
    }
  });

  test("does not open when cut short or prolonged", () => {
    const sealed = sealValue(box, "x", "p");
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => openValue(find, sealed.subarray(0, length), "p"), `${length} bytes`).toThrow(CannotOpenError);
    }
    expect(() => openValue(find, Buffer.concat([sealed, Buffer.from([0])]), "p")).toThrow(CannotOpenError);
  });

  test("says the same whatever is wrong: purpose, key, key id, version, garbage", () => {
    const sealed = sealValue(box, "x", "p");
    const otherVersion = Buffer.concat([Buffer.from("v2"), sealed.subarray(2)]);
    const attempts = [
      () => openValue(find, sealed, "q"),
      () => openValue(newKey, sealed, "p"),
      () => openValue(() => undefined, sealed, "p"),
      () => openValue(() => createSecretKey(Buffer.alloc(5)), sealed, "p"),
      () => openValue(find, otherVersion, "p"),
      () => openValue(find, Buffer.alloc(0), "p"),
      () => openValue(find, Buffer.from("v1"), "p"),
    ];
    const messages = attempts.map((attempt) => {
      try {
        return attempt().toString();
      } catch (error) {
        return String(error);
      }
    });
    expect(new Set(messages)).toEqual(new Set([String(new CannotOpenError())]));
  });

  test("never repeats a nonce, so that equal texts look different", () => {
    const seen = new Set(Array.from({ length: 1000 }, () => sealValue(box, "same", "p").toString("hex")));
    expect(seen.size).toBe(1000);
  });

  test("refuses to be sealed under a nameless key", () => {
    expect(() => sealValue({ id: "", key }, "x", "p")).toThrow(RangeError);
  });
});

describe("a data key", () => {
  test("unwraps only for its own account", () => {
    const dataKey = newDataKey();
    const wrapped = wrapDataKey(box, dataKey, "account-1");
    expect(unwrapDataKey(find, wrapped, "account-1")).toEqual(dataKey);
    expect(() => unwrapDataKey(find, wrapped, "account-2")).toThrow(CannotOpenError);
  });

  test("has 256 bits, and nothing shorter is taken for one", () => {
    expect(newDataKey()).toHaveLength(32);
    const short = wrapDataKey(box, Buffer.alloc(16), "account-1");
    expect(() => unwrapDataKey(find, short, "account-1")).toThrow(CannotOpenError);
  });
});
