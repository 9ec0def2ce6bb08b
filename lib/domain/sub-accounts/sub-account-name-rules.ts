import * as z from "zod";

export const subAccountNameMax = 49;

/** product.md: 1–49 of `a-z 0-9 -`, begins and ends with a letter or digit; never changed, never given again. */
export const subAccountName = z.string().superRefine((name, issues) => {
  const problem = subAccountNameProblem(name);
  if (problem) issues.addIssue({ code: "custom", message: problem, params: { max: subAccountNameMax } });
});

/** The message key of what is wrong with a name, for the live rule under the field. */
export function subAccountNameProblem(name: string): string | undefined {
  if (name === "") return "required";
  if (name.length > subAccountNameMax) return "tooLong";
  if (!/^[a-z0-9-]+$/.test(name)) return "nameAlphabet";
  return /^[a-z0-9](.*[a-z0-9])?$/.test(name) ? undefined : "nameEdges";
}
