import * as z from "zod";

export const subAccountNameLength = { min: 1, max: 49 };

/** product.md: 1 to 49 of a-z, 0-9 and -, a letter or digit at both ends. One issue at a time. */
export const SubAccountName = z.string("required").superRefine((name, ctx) => {
  const issue = findIssue(name);
  if (issue) ctx.addIssue({ code: "custom", ...issue });
});
export type SubAccountName = z.infer<typeof SubAccountName>;

function findIssue(name: string) {
  const { max } = subAccountNameLength;
  if (name === "") return { message: "required" };
  if (name.length > max) return { message: "tooLong", params: { max } };
  if (!/^[a-z0-9-]*$/.test(name)) return { message: "nameAlphabet" };
  return name.startsWith("-") || name.endsWith("-") ? { message: "nameEdges" } : null;
}
