import * as z from "zod";
import { newPassword } from "@/lib/domain/sign-in/schema";
import { boundedText } from "@/lib/foundation/text-schema";
import { AccountName } from "./account-name-rules";
import { Email, Phone } from "./contact-schema";

/** The sign-up form, in the strings a form sends. */
export const SignUpInput = z.strictObject({
  email: Email,
  phone: Phone,
  companyName: boundedText(64),
  accountName: AccountName,
  password: newPassword,
  channel: z.enum(["mail", "sms"], "required").default("mail"),
});
export type SignUpInput = z.output<typeof SignUpInput>;

export const SignUpCodeForm = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "code"),
});

export const ResendSignUpCodeForm = z.strictObject({ channel: z.enum(["mail", "sms"], "required") });

/** An account made by the platform itself, from the command line. */
export const CreateAccountInput = z.strictObject({
  name: AccountName,
  companyName: boundedText(64),
  email: Email,
  phone: Phone,
  password: newPassword,
  approved: z.boolean(),
});
export type CreateAccountInput = z.output<typeof CreateAccountInput>;
