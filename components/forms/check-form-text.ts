import type * as z from "zod";
import { errorKey } from "@/lib/foundation/error-key";
import type { FormMessage } from "@/lib/foundation/form-state";

/**
 * Judges a form by what it would send, the pressed button included. Findings that belong to no field of this form are
 * left to the server, which sees the whole request.
 */
export function checkFormText(
  schema: z.ZodType,
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): Record<string, FormMessage[]> {
  const result = schema.safeParse(readFormText(new FormData(form, submitter)));
  const found: Record<string, FormMessage[]> = {};
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0] ?? "");
    if (!form.elements.namedItem(name)) continue;
    found[name] ??= [];
    found[name].push(errorKey(issue));
  }
  return found;
}

function readFormText(form: FormData): Record<string, unknown> {
  const text: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION") || name === "idempotencyKey" || name === "formId") continue;
    if (value instanceof File && value.size === 0 && value.name === "") continue;
    text[name] = value;
  }
  return text;
}
