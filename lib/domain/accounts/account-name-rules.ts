import * as z from "zod";
import { reservedAliases } from "./reserved-aliases";

export const accountNameLength = { min: 3, max: 32 };

/**
 * Account names and aliases alike (product.md): 3 to 32 of a-z, 0-9 and -, no hyphen at either end, no two in a row,
 * not reserved. One issue at a time, the first that a person would fix.
 */
export const AccountName = z.string("required").superRefine((name, ctx) => {
  const issue = findIssue(name);
  if (issue) ctx.addIssue({ code: "custom", ...issue });
});
export type AccountName = z.infer<typeof AccountName>;

function findIssue(name: string) {
  const { min, max } = accountNameLength;
  if (name === "") return { message: "required" };
  if (name.length > max) return { message: "tooLong", params: { max } };
  if (!/^[a-z0-9-]*$/.test(name)) return { message: "nameAlphabet" };
  if (name.startsWith("-") || name.endsWith("-")) return { message: "nameEdges" };
  if (name.includes("--")) return { message: "doubleHyphen" };
  if (name.length < min) return { message: "tooShort", params: { min } };
  return reservedAliases.has(name) ? { message: "reserved" } : null;
}
