import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { ResendSignUpCodeForm, SignUpCodeForm, SignUpInput } from "@/lib/domain/accounts/schema";
import { SetUpForm } from "@/lib/domain/operators/schema";
import { errorKey } from "@/lib/foundation/error-key";
import { messagesFor } from "@/lib/foundation/messages";
import { hostileTexts } from "@/tests/support/hostile-texts";
import {
  ChangePasswordForm,
  RequestResetForm,
  ResetPasswordForm,
  SignInForm,
  SubAccountSignInForm,
  typedAlias,
} from "./schema";

const password = "four green apples fall";
const email = "ada@harbor.test";
const token = "t".repeat(43);

/** Every form of the doors with a value that is accepted in each field. */
const forms: [string, z.ZodType, Record<string, string>][] = [
  ["sign-in", SignInForm, { name: "ada", password, next: "/home" }],
  ["sub-account sign-in", SubAccountSignInForm, { name: "ada", password, next: "", alias: "harbor" }],
  [
    "sign-up",
    SignUpInput,
    { email, phone: "+8613800138000", companyName: "Harbor", accountName: "harbor", password, channel: "mail" },
  ],
  ["sign-up code", SignUpCodeForm, { code: "123456" }],
  ["another code", ResendSignUpCodeForm, { channel: "sms" }],
  ["reset request", RequestResetForm, { name: "ada", alias: "harbor" }],
  ["reset", ResetPasswordForm, { token, password }],
  ["password change", ChangePasswordForm, { current: "x", password }],
  ["set-up", SetUpForm, { token, email, displayName: "Ada", password }],
];

const words: Record<string, unknown> = messagesFor("en").errors;
/** Only hashed or compared as a whole, never stored as text. */
const opaque = new Set(["password", "current", "token", "next"]);

describe.each(forms)("the form of %s", (_name, schema, accepted) => {
  it("accepts what it asks for, and not a field more or less", () => {
    expect(schema.safeParse(accepted).success).toBe(true);
    expect(schema.safeParse({ ...accepted, role: "root" }).success).toBe(false);
    expect(schema.safeParse({}).success).toBe(false);
  });

  it.each(Object.keys(accepted))("refuses hostile texts in %s in words, or takes them as harmless text", (field) => {
    for (const text of hostileTexts) {
      const parsed = schema.safeParse({ ...accepted, [field]: text });
      for (const issue of parsed.error?.issues ?? []) {
        expect(words, `${field}: ${JSON.stringify(text.slice(0, 40))}`).toHaveProperty(errorKey(issue).key);
      }
      const taken = (parsed.data as Record<string, string> | undefined)?.[field] ?? "";
      expect(taken.length).toBeLessThanOrEqual(1024);
      if (!opaque.has(field)) expect(taken).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }
  });
});

describe("a typed alias", () => {
  it("is one that could exist, in lower case", () => {
    expect(typedAlias.parse(" Harbor ")).toBe("harbor");
    for (const text of hostileTexts) {
      const { data } = typedAlias.safeParse(text);
      if (data !== undefined) expect(data).toMatch(/^[a-z0-9-]{1,32}$/);
    }
  });
});

describe("a new password", () => {
  it("is told its length with the other entries", () => {
    const parsed = SignUpInput.safeParse({ accountName: "Bad Name", password: "short" });
    const keys = Object.fromEntries((parsed.error?.issues ?? []).map((issue) => [issue.path[0], errorKey(issue)]));
    expect(keys.password).toEqual({ key: "passwordTooShort", params: { min: 15 } });
    expect(keys.accountName).toEqual({ key: "nameAlphabet" });
  });
});
