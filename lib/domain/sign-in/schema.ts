import * as z from "zod";
import { passwordLengthProblem, passwordProblemParams } from "./password-rules";

const alone = { secondFactor: false };

/** What is typed at a door. Bounded before anything looks at it; the rest of the rules is the account's business. */
export const typedName = z
  .string()
  .trim()
  .min(1, "required")
  .max(254, "tooLong")
  .refine((name) => !/[\p{Cc}\p{Cs}]/u.test(name), "textCharacters");
export const typedPassword = z.string().min(1, "required").max(1024, "tooLong");

/** A password to be: its length is told with the other entries of the form; the verb judges the rest. */
export const newPassword = typedPassword.superRefine((password, issues) => {
  const problem = passwordLengthProblem(password, alone);
  if (password === "" || !problem) return;
  issues.addIssue({ code: "custom", message: problem, params: passwordProblemParams(problem, alone) });
});

/** Which account's door: anything that could not be an alias leads to the door of nobody. */
export const typedAlias = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,32}$/, "aliasRule");

export const SignInForm = z.strictObject({
  name: typedName,
  password: typedPassword,
  next: z.string().max(512).catch(""),
});

export const SubAccountSignInForm = SignInForm.extend({ alias: typedAlias });

export type Door = { kind: "root-user" } | { kind: "sub-account"; alias: string } | { kind: "operator" };

export interface SignInInput {
  door: Door;
  name: string;
  password: string;
  /** The device cookie, if the browser has one. */
  device: string | undefined;
  /** The session the browser came with: signing in ends it. */
  incomingToken: string | undefined;
  /** The cookie of a browser that gave the second factor before, where that is remembered. */
  trust?: string | undefined;
}

export const ChangePasswordForm = z
  .strictObject({ current: typedPassword, password: newPassword })
  .refine(({ current, password }) => current !== password, { path: ["password"], error: "passwordUnchanged" });

export const RequestResetForm = z.strictObject({ name: typedName, alias: z.union([z.literal(""), typedAlias]) });
const linkToken = z.string().length(43, "required");

export const OpenClaimLinkForm = z.strictObject({ token: linkToken });

export const ResetPasswordForm = z.strictObject({ token: linkToken, password: newPassword });
