import * as z from "zod";
import { Email, Phone } from "@/lib/domain/accounts/contact-schema";
import { boundedText } from "@/lib/foundation/text-schema";
import { SubAccountName } from "./sub-account-name-rules";

const checkbox = z.preprocess((value) => value === "on" || value === true, z.boolean());

/** Left empty, or what the schema says. */
function orEmpty(schema: typeof Email | typeof Phone) {
  return z.string().transform((typed, ctx) => {
    if (typed.trim() === "") return "";
    const read = schema.safeParse(typed);
    if (read.success) return read.data;
    for (const { message, ...issue } of read.error.issues) {
      ctx.addIssue({ code: "custom", message, ...("params" in issue && { params: issue.params }) });
    }
    return z.NEVER;
  });
}

/** The create form, in the strings a form sends. */
export const CreateSubAccountInput = z
  .strictObject({
    name: SubAccountName,
    displayName: boundedText(64, { min: 0 }).default(""),
    email: orEmpty(Email).default(""),
    phone: orEmpty(Phone).default(""),
    note: boundedText(500, { min: 0, multiline: true }).default(""),
    consoleSignIn: checkbox.default(false),
    passwordChoice: z.enum(["generate", "set"], "chooseOne").default("generate"),
    password: z.string().max(1024, "tooLong").default(""),
    mustChange: checkbox.default(false),
  })
  .refine(
    ({ consoleSignIn, passwordChoice, password }) => !consoleSignIn || passwordChoice !== "set" || password !== "",
    { path: ["password"], error: "required" },
  );
export type CreateSubAccountInput = z.output<typeof CreateSubAccountInput>;

export const pageSizes = ["25", "50", "100", "200"] as const;
export const subAccountSorts = ["name", "-name", "created", "-created"] as const;
export type SubAccountSort = (typeof subAccountSorts)[number];

/** PostgreSQL takes neither NUL nor half a surrogate pair, and no name has them. */
const searchText = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** The list's address: every field falls back, so that a bad URL is a default and not an error. */
export const SubAccountFilter = z.object({
  q: searchText.catch(""),
  state: z.enum(["", "active", "disabled"]).catch(""),
  sort: z.enum(subAccountSorts).catch("name"),
  size: z.enum(pageSizes).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type SubAccountFilter = z.output<typeof SubAccountFilter>;
