import "server-only";
import * as z from "zod";

const oneOrMany = z
  .union([z.string().min(1).max(512), z.array(z.string().min(1).max(512)).min(1).max(200)])
  .transform((value) => (Array.isArray(value) ? value : [value]));

export const PolicyStatement = z.strictObject({
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMany,
  Resource: oneOrMany,
});

/** A RAM policy document, version 1: actions and resources with `*` and `?`. */
export const PolicyDocument = z.strictObject({
  Version: z.literal("1"),
  Statement: z.array(PolicyStatement).min(1).max(200),
});

export type PolicyStatement = z.infer<typeof PolicyStatement>;
export type PolicyDocument = z.infer<typeof PolicyDocument>;

export const allowAll: PolicyDocument = {
  Version: "1",
  Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
};
