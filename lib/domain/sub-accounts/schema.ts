import * as z from "zod";
import { expiresInDays } from "@/lib/domain/access-keys/schema";
import { Email, Phone } from "@/lib/domain/accounts/contact-schema";
import { boundedText } from "@/lib/foundation/text-schema";
import { Labels } from "./label-rules";
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

const person = {
  name: SubAccountName,
  displayName: boundedText(64, { min: 0 }).default(""),
  email: orEmpty(Email).default(""),
  phone: orEmpty(Phone).default(""),
  note: boundedText(500, { min: 0, multiline: true }).default(""),
  labels: Labels.default([]),
};

const passwordWish = {
  /** `link`: nobody here knows it; its owner sets it by a claim link. */
  passwordChoice: z.enum(["generate", "set", "link"], "chooseOne").default("generate"),
  password: z.string().max(1024, "tooLong").default(""),
  mustChange: checkbox.default(false),
};

/** The create form, in the strings a form sends. */
export const CreateSubAccountInput = z
  .strictObject({
    ...person,
    consoleSignIn: checkbox.default(false),
    ...passwordWish,
    accessKey: checkbox.default(false),
    keyExpiresInDays: expiresInDays.default(90),
  })
  .refine(
    ({ consoleSignIn, passwordChoice, password }) => !consoleSignIn || passwordChoice !== "set" || password !== "",
    { path: ["password"], error: "required" },
  );
export type CreateSubAccountInput = z.output<typeof CreateSubAccountInput>;

export const EditSubAccountInput = z.strictObject(person);
/** A form sends all of it; a client sends what it wants changed. */
export type EditSubAccountInput = Pick<z.output<typeof EditSubAccountInput>, "name"> &
  Partial<z.output<typeof EditSubAccountInput>>;

export const SetPasswordInput = z
  .strictObject({ name: SubAccountName, ...passwordWish })
  .refine(({ passwordChoice, password }) => passwordChoice !== "set" || password !== "", {
    path: ["password"],
    error: "required",
  });
export type SetPasswordInput = z.output<typeof SetPasswordInput>;

export const NamedSubAccountInput = z.strictObject({ name: SubAccountName });

export const RequireSecondFactorInput = z.strictObject({
  name: SubAccountName,
  required: z.preprocess((value) => value === "on", z.boolean()),
});

export const DisableSubAccountInput = z.strictObject({ name: SubAccountName, reason: boundedText(200) });
export type DisableSubAccountInput = z.output<typeof DisableSubAccountInput>;

export const DeleteSubAccountInput = z.strictObject({ name: SubAccountName, typedName: z.string().trim().max(64) });
/** `unlessInUse`: nothing goes along, and what still belongs to the sub-account stands in the way, as RAM has it. */
export type DeleteSubAccountInput = z.output<typeof DeleteSubAccountInput> & { unlessInUse?: boolean };

export const pageSizes = ["25", "50", "100", "200"] as const;
export const subAccountSorts = [
  ...(["name", "-name", "created", "-created", "seen", "-seen"] as const),
  ...(["spend", "-spend"] as const),
] as const;
export type SubAccountSort = (typeof subAccountSorts)[number];

/** PostgreSQL takes neither NUL nor half a surrogate pair, and no name has them. */
const searchText = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** What the list can say beside the name, in this order; the name is always there. */
export const listColumns = [
  "displayName",
  "email",
  "phone",
  "state",
  "labels",
  "groups",
  "factor",
  "keys",
  "spend",
  "seen",
  "created",
] as const;
export type ListColumn = (typeof listColumns)[number];
const usualColumns: readonly ListColumn[] = ["displayName", "email", "state", "labels", "spend", "seen"];

/** Boxes of a form, or one word with commas as links carry it. */
const columns = z.union([z.array(z.string()), z.string()]).transform((given): readonly ListColumn[] => {
  const wanted = new Set([given].flat().flatMap((word) => word.split(",")));
  const known = listColumns.filter((column) => wanted.has(column));
  return known.length > 0 ? known : usualColumns;
});

const having = z.enum(["", "with", "without"]).catch("");

/** The list's address: every field falls back, so that a bad URL is a default and not an error. */
export const SubAccountFilter = z.object({
  q: searchText.catch(""),
  state: z.enum(["", "active", "disabled"]).catch(""),
  /** `team: vision`, or `team`. */
  label: searchText.catch(""),
  /** Who has not been seen for so many days (no sign-in, no call by a key), or never signed in. */
  idle: z.enum(["", "30", "90", "never"]).catch(""),
  factor: having,
  keys: having,
  /** Of its own: that its window has reached, or none at all. */
  limit: z.enum(["", "reached", "without"]).catch(""),
  /** A group's name. */
  group: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .catch(""),
  columns: columns.catch(usualColumns),
  sort: z.enum(subAccountSorts).catch("name"),
  size: z.enum(pageSizes).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type SubAccountFilter = z.output<typeof SubAccountFilter>;

/** The list as a file: all that its filter finds, with the columns it shows. */
export const ExportSubAccountsInput = SubAccountFilter.omit({ cursor: true, size: true }).extend({
  format: z.literal("csv"),
});
export type ExportSubAccountsInput = z.output<typeof ExportSubAccountsInput>;

/** Which sub-accounts a view is about; the rest is how it shows them. */
export const narrowing = ["q", "state", "label", "idle", "factor", "keys", "limit", "group"] as const;
export type Narrowing = Pick<SubAccountFilter, (typeof narrowing)[number]>;

export const handOverStates = ["created", "opened", "password-set", "signed-in", "expired", "revoked"] as const;
export type HandOverState = (typeof handOverStates)[number];

/** The board's address; `stuck` is everybody who has not come all the way. */
export const HandOverFilter = z.object({
  state: z.enum(["", "stuck", ...handOverStates]).catch(""),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type HandOverFilter = z.output<typeof HandOverFilter>;
