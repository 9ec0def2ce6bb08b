import { describe, expect, it } from "vitest";
import type { SignedIn } from "@/lib/domain/sign-in/sign-in";
import { afterSignIn } from "./sign-in-door";

const signedIn = (kind: SignedIn["kind"], passwordResetRequired = false): SignedIn => ({
  kind,
  token: "",
  device: "",
  passwordResetRequired,
});

describe("after signing in", () => {
  it.each([
    ["sub-account", undefined, "/home"],
    ["sub-account", "/sub-accounts?q=a", "/sub-accounts?q=a"],
    ["root-user", "/", "/home"],
    ["root-user", "//evil.example", "/home"],
    ["root-user", "/operator/outbox", "/home"],
    ["operator", undefined, "/operator"],
    ["operator", "/operator/outbox", "/operator/outbox"],
    ["operator", "/operator", "/operator"],
    ["operator", "/home", "/operator"],
    ["operator", "/operators-of-evil", "/operator"],
  ] as const)("a %s who came for %j goes to %s", (kind, next, target) => {
    expect(afterSignIn(next, signedIn(kind))).toBe(target);
  });

  it("a first password is changed before anything else", () => {
    expect(afterSignIn("/sub-accounts", signedIn("sub-account", true))).toBe("/new-password");
  });
});
