import { describe, expect, it } from "vitest";
import type { SignedIn } from "@/lib/domain/sign-in/open-for-principal";
import { afterSignIn } from "./sign-in-door";

const signedIn = (kind: SignedIn["kind"], more: Partial<SignedIn> = {}): SignedIn => ({
  kind,
  token: "",
  device: "",
  passwordResetRequired: false,
  secondFactor: "none",
  ...more,
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
    expect(afterSignIn("/sub-accounts", signedIn("sub-account", { passwordResetRequired: true }))).toBe(
      "/new-password",
    );
  });

  it("a second factor comes first of all, and remembers the way", () => {
    const pending = { secondFactor: "pending", passwordResetRequired: true } as const;
    expect(afterSignIn("/sub-accounts", signedIn("sub-account", pending))).toBe("/second-factor?next=%2Fsub-accounts");
    expect(afterSignIn("//evil.example", signedIn("root-user", { secondFactor: "enrolment" }))).toBe("/second-factor");
    expect(afterSignIn("/home", signedIn("operator", { secondFactor: "pending" }))).toBe("/operator/second-factor");
  });
});
