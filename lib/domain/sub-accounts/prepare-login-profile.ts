import "server-only";
import type { Context } from "@/lib/authorization/context";
import { generatePassword } from "@/lib/domain/sign-in/generate-password";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { findPolicyProblem, type SubAccountRules } from "@/lib/domain/sign-in/password-policy-rules";
import { requireGoodPassword } from "@/lib/domain/sign-in/require-good-password";

const generatedPasswordHours = 72;

interface Wish {
  name: string;
  displayName: string;
  passwordChoice: "generate" | "set" | "link";
  password: string;
  mustChange: boolean;
}

export interface PreparedProfile {
  /** Both empty where the owner sets it by a claim link: nothing is hashed then. */
  password: string | undefined;
  passwordHash: string | null;
  generated: boolean;
  mustChange: boolean;
  /** When the password dies unused; null for one that somebody chose. */
  expiresAt: Date | null;
}

/** What a login profile will hold, hashed before any transaction begins. Throws `invalid-input` on field `password`. */
export async function prepareLoginProfile(ctx: Context, wish: Wish): Promise<PreparedProfile> {
  if (wish.passwordChoice === "link") {
    return { password: undefined, passwordHash: null, generated: false, mustChange: false, expiresAt: null };
  }
  const generated = wish.passwordChoice === "generate";
  const { alias, name, companyName, passwordPolicy } = ctx.account;
  const of = { passwordPolicy, userName: wish.name };
  const password = generated ? generateForSheets(of) : wish.password;
  if (!generated) requireGoodPassword(password, [alias, name, companyName, wish.name, wish.displayName], of);
  return {
    password,
    passwordHash: await hashPassword(password),
    generated,
    // A generated password has been seen by whoever handed it over: its owner changes it at the first sign-in.
    mustChange: generated || wish.mustChange,
    expiresAt: generated ? new Date(ctx.now.getTime() + generatedPasswordHours * 3_600_000) : null,
  };
}

/** Begins with a letter or digit: in the hand-over file a spreadsheet would take `=`, `+`, `-` or `@` for a formula. */
function generateForSheets(rules: SubAccountRules): string {
  for (;;) {
    const password = generatePassword(rules.passwordPolicy.minimumPasswordLength);
    if (/^[A-Za-z0-9]/.test(password) && !findPolicyProblem(password, rules)) return password;
  }
}
