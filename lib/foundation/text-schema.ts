import * as z from "zod";

/** NUL and other controls, lone surrogates, bidirectional overrides and invisible marks: nothing a name needs. */
const forbiddenInLine = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/u;
const forbiddenInText = /(?![\n\r\t])[\p{Cc}\p{Cs}\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Typed text, trimmed and in NFC; lengths count code points. */
export function boundedText(max: number, { min = 1, multiline = false }: { min?: number; multiline?: boolean } = {}) {
  const forbidden = multiline ? forbiddenInText : forbiddenInLine;
  return z
    .string()
    .max(max * 4, "tooLong")
    .transform((value) => value.normalize("NFC").trim())
    .superRefine((value, issues) => {
      const length = [...value].length;
      if (length < min)
        issues.addIssue({ code: "custom", message: length === 0 ? "required" : "tooShort", params: { min } });
      else if (length > max) issues.addIssue({ code: "custom", message: "tooLong", params: { max } });
      else if (forbidden.test(value)) issues.addIssue({ code: "custom", message: "textCharacters" });
    });
}
