import "server-only";
import * as z from "zod";

/**
 * RAM's parameters as they travel: text. A message is the last part of `InvalidParameter.<Name>.<message>`, and empty
 * where RAM has none; `missing` makes it `Missing<Name>`.
 */
const issue = (message: string) => ({ error: message });

function bounded(max: number, min = 0) {
  return z.string(issue("missing")).superRefine((value, ctx) => {
    const length = [...value].length;
    if (length > max || length < min) ctx.addIssue({ code: "custom", message: "Length" });
    else if (/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(value)) {
      ctx.addIssue({ code: "custom", message: "InvalidChars" });
    }
  });
}

const named = (pattern: RegExp, max: number) =>
  z.string(issue("missing")).superRefine((value, ctx) => {
    if (!pattern.test(value)) ctx.addIssue({ code: "custom", message: "InvalidChars" });
    else if (value.length > max) ctx.addIssue({ code: "custom", message: "Length" });
  });

const wordCharacters = /^[A-Za-z0-9._-]+$/;

export const wire = {
  /** Looked up: RAM's rule, which is wider than ours. */
  userName: named(wordCharacters, 64),
  /** To be made: ours. */
  newUserName: z.string(issue("missing")).superRefine((value, ctx) => {
    if (!/^[a-z0-9-]+$/.test(value) || /^-|-$/.test(value)) ctx.addIssue({ code: "custom", message: "InvalidChars" });
    else if (value.length > 49) ctx.addIssue({ code: "custom", message: "Length" });
  }),
  groupName: named(wordCharacters, 64),
  deviceName: named(/^[A-Za-z0-9.-]+$/, 64),
  policyName: named(/^[A-Za-z0-9-]+$/, 128),
  policyType: z.enum(["System", "Custom"], { error: ({ input }) => (input === undefined ? "missing" : "") }),
  versionId: z.string(issue("missing")).regex(/^v[1-9]\d{0,8}$/, "Format"),
  displayName: bounded(128, 1),
  comments: bounded(128),
  description: bounded(1024),
  /** Country and number, as RAM writes it. */
  mobilePhone: z.string().regex(/^\d{1,4}-\d{4,20}$/, "Format"),
  email: z
    .string()
    .max(254, "Format")
    .regex(/^[^\s@]+@[^\s@]+$/, "Format"),
  password: z.string(issue("missing")).max(1024, "TooWeak"),
  document: z.string(issue("missing")).max(6144, "Length"),
  keyId: z
    .string(issue("missing"))
    .max(64, "")
    .regex(/^[A-Za-z0-9]+$/, ""),
  keyStatus: z.enum(["Active", "Inactive"], { error: ({ input }) => (input === undefined ? "missing" : "") }),
  text: z.string(issue("missing")),
  boolean: z
    .string(issue("missing"))
    .regex(/^(?:true|false)$/i, "")
    .transform((value) => value.toLowerCase() === "true"),
  integer: (min: number, max: number, message = "Range") =>
    z
      .string(issue("missing"))
      .regex(/^\d{1,9}$/, "")
      .transform(Number)
      .refine((value) => value >= min && value <= max, message),
};

/** May be left out; empty means that it was. */
export function optional<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
}

/** May be left out, which changes nothing; empty clears it. */
export function clearable<S extends z.ZodType>(schema: S) {
  return z.union([z.literal(""), schema]).optional();
}

export const maxItems = (byDefault = 100) =>
  z.preprocess((value) => (value === "" ? undefined : value), wire.integer(1, 1000, "").default(byDefault));

/** `YYYY-MM-DDThh:mm:ssZ`; a moment that never was is an empty text. */
export function wireDate(moment: Date | null | undefined): string {
  return moment ? `${moment.toISOString().slice(0, 19)}Z` : "";
}

/** What a parameter says that is JSON; undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
