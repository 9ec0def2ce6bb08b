import * as z from "zod";

/** What the overview looks for, the weightiest first; a weight is what the score loses when everybody has it. */
export const findingWeights = {
  rootWithoutSecondFactor: 25,
  withoutSecondFactor: 20,
  rootKeys: 15,
  unusedKeys: 10,
  oldKeys: 10,
  idle: 10,
  oldPassword: 5,
  neverSignedIn: 5,
} as const;

export type FindingKey = keyof typeof findingWeights;

/** The findings that are people, each with a list of them; what is none of them has no page. */
export const ListedFinding = z.enum(["withoutSecondFactor", "idle", "oldPassword", "neverSignedIn"]);
export type ListedFinding = z.output<typeof ListedFinding>;

export const FindingFilter = z.object({
  after: z
    .string()
    .regex(/^[a-z0-9-]{1,49}$/)
    .catch(""),
});
