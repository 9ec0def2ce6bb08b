import * as z from "zod";

export interface Label {
  key: string;
  value: string;
}

export const labelsMax = 20;
const keyLength = 63;
const valueLength = 128;

const LabelKey = z
  .string()
  .transform((typed) => typed.trim().toLowerCase())
  .pipe(z.string().regex(new RegExp(`^[a-z0-9][a-z0-9._/-]{0,${keyLength - 1}}$`), "labelKey"));
const LabelValue = z
  .string()
  .transform((typed) => typed.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .min(1, "labelLine")
      .max(valueLength, "tooLong")
      .regex(/^[^\p{Cc}\p{Cs}:;\n]*$/u, "labelLine"),
  );

/** `team: vision`, as it is typed, shown, and filtered by. */
export const wordLabel = ({ key, value }: Label): string => `${key}: ${value}`;

/** Labels as people type them: one a line, or parted by semicolons in a CSV cell. Each key once. */
export const Labels = z
  .string()
  .max(4096, "tooLong")
  .transform((typed, ctx): Label[] => {
    const lines = typed.split(/[\r\n;]+/).filter((line) => line.trim() !== "");
    const labels = new Map<string, string>();
    for (const line of lines) {
      const at = line.indexOf(":");
      const key = LabelKey.safeParse(at < 0 ? "" : line.slice(0, at));
      const value = LabelValue.safeParse(line.slice(at + 1));
      const problem = key.success ? value.error?.issues[0]?.message : (key.error.issues[0]?.message ?? "labelKey");
      if (problem || !key.success || !value.success) {
        ctx.addIssue({ code: "custom", message: at < 0 ? "labelLine" : (problem ?? "labelLine") });
        return z.NEVER;
      }
      labels.set(key.data, value.data);
    }
    if (labels.size > labelsMax) {
      ctx.addIssue({ code: "custom", message: "labelsTooMany" });
      return z.NEVER;
    }
    return [...labels].map(([key, value]) => ({ key, value }));
  });

/** One label for many: a value sets it, none takes it away. */
export const LabelChange = { key: LabelKey, value: z.union([z.literal(""), LabelValue]) };

/** A filter's text: `team: vision`, or `team` for whoever has that label at all; undefined for what could be none. */
export function readLabelFilter(text: string): { key: string; value: string | undefined } | undefined {
  const at = text.indexOf(":");
  const key = LabelKey.safeParse(at < 0 ? text : text.slice(0, at));
  if (!key.success) return undefined;
  const value = text
    .slice(at + 1)
    .normalize("NFC")
    .trim();
  return { key: key.data, value: at < 0 || value === "" ? undefined : value };
}
