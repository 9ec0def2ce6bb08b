import { describe, expect, it } from "vitest";
import { isOwnOrigin } from "./check-origin";

const site = "https://console.example";
const loopback = "http://127.0.0.1:3000";

describe("the origin of a form", () => {
  it.each([
    [site, site, null],
    [site, null, "same-origin"],
    [loopback, loopback, null],
    [loopback, "http://localhost:3000", null],
    [loopback, "http://[::1]:3000", "same-origin"],
  ])("at %s is ours when it is %s (%s)", (own, origin, fetchSite) => {
    expect(isOwnOrigin(own, origin, fetchSite)).toBe(true);
  });

  it.each([
    [site, null, null],
    [site, null, "none"],
    [site, null, "same-site"],
    [site, null, "cross-site"],
    [site, "null", "same-origin"],
    [site, "", "same-origin"],
    [site, "http://console.example", null],
    [site, "https://console.example:8443", null],
    [site, "https://console.example.evil.example", null],
    [site, "https://evil.example", "same-origin"],
    [site, "https://user@console.example", null],
    [site, "https://console.example/", null],
    [site, "HTTPS://CONSOLE.EXAMPLE", null],
    [site, "console.example", null],
    [site, "https://localhost", null],
    [loopback, "http://localhost:3001", null],
    [loopback, "https://localhost:3000", null],
    [loopback, "http://127.0.0.1.evil.example:3000", null],
    [loopback, "http://evil.example:3000", null],
  ])("at %s is foreign when it is %j (%s)", (own, origin, fetchSite) => {
    expect(isOwnOrigin(own, origin, fetchSite)).toBe(false);
  });
});
