import type { FormMessage } from "./form-state";

/** The part of a zod issue that a message needs; zod's own type is wider than what both sides share. */
interface Issue {
  code?: string | undefined;
  message: string;
  minimum?: unknown;
  maximum?: unknown;
  params?: unknown;
}

const messageKey = /^[a-z][A-Za-z0-9]*$/;

/**
 * The message of one zod issue: schemas give the key below `errors` as the issue's message, zod's own sentences
 * become `required` or `invalid`. Bounds and the `params` of a refinement travel along as message parameters.
 */
export function errorKey(issue: Issue): FormMessage {
  const params = { ...bound("min", issue.minimum), ...bound("max", issue.maximum), ...plain(issue.params) };
  const key = messageKey.test(issue.message) ? issue.message : isAbsent(issue) ? "required" : "invalid";
  return Object.keys(params).length === 0 ? { key } : { key, params };
}

function isAbsent(issue: Issue): boolean {
  return issue.code === "invalid_type" && issue.message.endsWith("received undefined");
}

function bound(name: string, value: unknown): Record<string, number> {
  return typeof value === "number" || typeof value === "bigint" ? { [name]: Number(value) } : {};
}

function plain(params: unknown): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  if (typeof params !== "object" || params === null) return kept;
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "string" || typeof value === "number") kept[name] = value;
  }
  return kept;
}
