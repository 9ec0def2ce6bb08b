import "server-only";
import type * as z from "zod";
import { errorKey } from "@/lib/foundation/error-key";
import type { FormMessage } from "@/lib/foundation/form-state";

type FieldErrors = Record<string, FormMessage[]>;
export type ReadForm<T> = { input: T; fieldErrors?: never } | { input?: never; fieldErrors: FieldErrors };

/** The longest page of a list, all of it ticked, and what its form says beside. */
const fieldsMax = 250;

/**
 * What the form says, as the schema's strings: names that end in `[]` repeat, everything else is said once. Next's own
 * hidden fields, the form's id and the idempotency key are left out; a field nobody declared is refused by the strict schema.
 */
export function formToObject(form: FormData): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  let count = 0;
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION") || name === "idempotencyKey" || name === "formId") continue;
    if (++count > fieldsMax) break;
    if (name.endsWith("[]")) {
      const list = object[name.slice(0, -2)];
      object[name.slice(0, -2)] = Array.isArray(list) ? [...list, value] : [value];
    } else object[name] = name in object ? [object[name], value].flat() : value;
  }
  return object;
}

export function readForm<S extends z.ZodType>(schema: S, form: FormData): ReadForm<z.output<S>> {
  const parsed = schema.safeParse(formToObject(form));
  if (parsed.success) return { input: parsed.data };
  const fieldErrors: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    // A list is one field to whoever types it, whichever of its words is wrong.
    const field = issue.code === "unrecognized_keys" ? "form" : String(issue.path[0] ?? "form");
    fieldErrors[field] ??= [errorKey(issue)];
  }
  return { fieldErrors };
}

/** The longest thing that is typed, a policy document, comes back whole. */
const echoMax = 8192;

/** What may be shown again after a refusal: the fields on the list, as typed, one that repeats in lines; never a secret. */
export function echoOf(form: FormData, fields: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const said = form.getAll(field).filter((value) => typeof value === "string");
    if (said.length > 0) values[field] = said.join("\n").slice(0, echoMax);
  }
  return values;
}
