import fc from "fast-check";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address";

test("without a trusted proxy, what a client writes into X-Forwarded-For is not believed", () => {
  expect(clientAddress("203.0.113.7", "198.51.100.1", 0)).toBe("203.0.113.7");
});

test("behind n proxies, the address is the one the outermost of them saw", () => {
  expect(clientAddress("10.0.0.1", "198.51.100.1", 1)).toBe("198.51.100.1");
  expect(clientAddress("10.0.0.1", "198.51.100.1, 10.0.0.2", 2)).toBe("198.51.100.1");
});

test("what a client wrote left of the proxies' entries is never reached", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.ipV4(), fc.ipV4(), (forged, seen, inner) => {
      const header = [...forged, seen, inner].join(",");
      expect(clientAddress("10.0.0.1", header, 2)).toBe(seen);
    }),
  );
});

test.each([
  ["nothing", undefined],
  ["an empty header", ""],
  ["a word", "unknown"],
  ["a short form of an address", "127.1"],
  ["too many dots", "1.2.3.4.5"],
])("a proxy that passes on %s is itself the last address to vouch for", (_, header) => {
  expect(clientAddress("10.0.0.1", header, 1)).toBe("10.0.0.1");
});

test.each([
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:51000", "203.0.113.7"],
  ["[2001:DB8::1]:51000", "2001:db8::1"],
  ["2001:0db8:0:0:0:0:0:1", "2001:db8::1"],
])("%s is written %s, so that one client counts once", (text, plain) => {
  expect(clientAddress("10.0.0.1", text, 1)).toBe(plain);
  expect(clientAddress(text, undefined, 0)).toBe(plain);
});
