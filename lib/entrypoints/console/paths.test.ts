import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeReturnPath } from "./paths";

const refused = [
  undefined,
  "",
  "home",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "/\\/evil.example",
  "\\\\evil.example",
  "/.//evil.example",
  "/home//evil.example",
  "/./home",
  "/../home",
  "/home/..",
  "/home/%2e%2e/login",
  "/\t/evil.example",
  "/\n/evil.example",
  " /home",
  "/home page",
  "/hóme",
  "/home#top",
  "http://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/home\u0000",
  "/home\r\nSet-Cookie: a=b",
  "/sign-out",
  "/api/auth/signout",
  "/_next/static/x.js",
  `/${"a".repeat(512)}`,
];

describe("the path somebody came for", () => {
  it.each(refused)("is dropped when it is %j", (path) => {
    expect(safeReturnPath(path)).toBeUndefined();
  });

  it.each([
    "/home",
    "/",
    "/sub-accounts?q=ada&sort=-created",
    "/sub-accounts/ada",
    "/sub-accounts?q=a%20b%2F%2Fc",
    "/sub-accounts?back=//evil.example",
    "/sign-up",
    "/a.b/c~d_e",
  ])("is kept when it is %j", (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it("never leaves the console, whatever is typed", () => {
    const own = "https://console.example";
    const pieces = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      ":",
      "@",
      "%2f",
      "%5c",
      "evil.example",
      "?",
      "#",
      "\t",
      "a",
      "//",
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(pieces).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(typed, (path) => {
        const kept = safeReturnPath(path);
        if (kept === undefined) return;
        const first = new URL(kept, own);
        expect(first.origin).toBe(own);
        // A router that reads the result once more stays here too.
        expect(new URL(first.pathname, own).origin).toBe(own);
      }),
      { numRuns: 2000 },
    );
  });
});
