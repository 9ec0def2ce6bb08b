import * as z from "zod";
import { optionalEmail, optionalPhone } from "@/lib/domain/accounts/contact-schema";
import { boundedText } from "@/lib/foundation/text-schema";
import { subAccountName } from "./sub-account-name-rules";

const checkbox = z.preprocess((value) => value === "on" || value === true, z.boolean());

/** The create form, in the strings a form sends. */
export const CreateSubAccountInput = z
  .strictObject({
    name: subAccountName,
    displayName: boundedText(64, { min: 0 }).default(""),
    email: optionalEmail.default(""),
    phone: optionalPhone.default(""),
    note: boundedText(500, { min: 0, multiline: true }).default(""),
    consoleSignIn: checkbox.default(false),
    passwordChoice: z.enum(["generate", "set"], "required").default("generate"),
    password: z.string().max(1024, "tooLong").default(""),
    mustChange: checkbox.default(false),
  })
  .refine(
    ({ consoleSignIn, passwordChoice, password }) => !consoleSignIn || passwordChoice !== "set" || password !== "",
    {
      path: ["password"],
      error: "required",
    },
  );
export type CreateSubAccountInput = z.output<typeof CreateSubAccountInput>;

export const pageSizes = ["25", "50", "100", "200"] as const;
export const subAccountSorts = ["name", "-name", "created", "-created"] as const;

/** The list's address: every field falls back, so that a bad URL is a default and not an error. */
export const SubAccountFilter = z.object({
  q: z.string().trim().max(128).catch(""),
  state: z.enum(["", "active", "disabled"]).catch(""),
  sort: z.enum(subAccountSorts).catch("name"),
  size: z.enum(pageSizes).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type SubAccountFilter = z.output<typeof SubAccountFilter>;
