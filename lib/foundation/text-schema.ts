import * as z from "zod";

interface TextRules {
  /** In code points after trimming; 0 makes an empty text acceptable. */
  min?: number;
  /** May it have line breaks? They become \n. */
  multiline?: boolean;
}

/** Bidirectional embeddings, overrides and isolates: they make a text read as something that it is not. */
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/;
const controls = /[\p{Cc}\u2028\u2029\uFEFF]/u;

/**
 * One text that somebody types: trimmed, composed (NFC), so many code points, and nothing that a page, a log or
 * PostgreSQL would choke on: NUL and other controls, half surrogates, bidirectional overrides.
 */
export function boundedText(max: number, { min = 1, multiline = false }: TextRules = {}) {
  return z
    .string("required")
    .transform((text) => (multiline ? text.replace(/\r\n?/g, "\n") : text).trim())
    .superRefine((text, ctx) => {
      const issue = findIssue(text, { min, max, multiline });
      if (issue) ctx.addIssue({ code: "custom", ...issue });
    })
    .transform((text) => text.normalize("NFC"));
}

function findIssue(text: string, { min, max, multiline }: { min: number; max: number; multiline: boolean }) {
  if (text === "" && min > 0) return { message: "required" };
  // Code units first: counting the code points of a megabyte is work that its length already decides.
  if (text.length > 4 * max) return { message: "tooLong", params: { max } };
  if (!text.isWellFormed() || bidiControls.test(text)) return { message: "textCharacters" };
  if (controls.test(multiline ? text.replaceAll("\n", "") : text)) return { message: "textCharacters" };
  const length = [...text.normalize("NFC")].length;
  if (length > max) return { message: "tooLong", params: { max } };
  return length < min ? { message: "tooShort", params: { min } } : null;
}
