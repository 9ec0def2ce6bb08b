import * as z from "zod";
import { boundedText } from "@/lib/foundation/text-schema";
import { accountName } from "./account-name-rules";
import { email, phone } from "./contact-schema";

const password = z.string().min(1, "required").max(1024, "tooLong");

/** The sign-up form, in the strings a form sends. */
export const SignUpInput = z.strictObject({
  email,
  phone,
  companyName: boundedText(64),
  accountName,
  password,
  channel: z.enum(["mail", "sms"], "required").default("mail"),
});
export type SignUpInput = z.output<typeof SignUpInput>;

export const SignUpCodeForm = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "code"),
});

/** An account made by the platform itself, from the command line. */
export const CreateAccountInput = z.strictObject({
  name: accountName,
  companyName: boundedText(64),
  email,
  phone,
  password,
  approved: z.boolean(),
});
export type CreateAccountInput = z.output<typeof CreateAccountInput>;
