import * as z from "zod";
import { policyTypes } from "@/db/schema/policy-types";
import { boundedText } from "@/lib/foundation/text-schema";

/** RAM's limits. */
export const policyNameMax = 128;
export const policyDocumentMax = 6144;

export const PolicyName = z
  .string("required")
  .min(1, "required")
  .max(policyNameMax, "tooLong")
  .regex(/^[A-Za-z0-9-]+$/, "policyNameRule");
export const PolicyType = z.enum(policyTypes, "chooseOne");
export const GroupName = z
  .string("required")
  .min(1, "required")
  .max(64, "tooLong")
  .regex(/^[A-Za-z0-9._-]+$/, "groupNameRule");
/** A sub-account that is looked up: RAM's rule, which is wider than the one for making it. */
export const UserName = z
  .string("required")
  .min(1, "required")
  .max(64, "tooLong")
  .regex(/^[A-Za-z0-9._-]+$/, "invalid");
const checkbox = z.preprocess((value) => value === "on" || value === true, z.boolean());
const Description = boundedText(1024, { min: 0, multiline: true }).default("");
/** Kept as it was typed, spaces and all; what it says is judged by the verb. */
const DocumentText = z
  .string("required")
  .min(1, "required")
  .max(policyDocumentMax, "tooLong")
  .refine((text) => text.isWellFormed() && !text.includes("\u0000"), "textCharacters");

/** `v2`, as RAM writes it. */
const VersionId = z
  .string("required")
  .regex(/^v[1-9]\d{0,8}$/, "invalid")
  .transform((text) => Number(text.slice(1)));

export const CreatePolicyInput = z.strictObject({
  name: PolicyName,
  description: Description,
  document: DocumentText,
});
export type CreatePolicyInput = z.output<typeof CreatePolicyInput>;

export const UpdatePolicyDescriptionInput = z.strictObject({ name: PolicyName, description: Description });
export type UpdatePolicyDescriptionInput = z.output<typeof UpdatePolicyDescriptionInput>;

/** `cascade`: its versions go with it; attachments always stand in the way. */
export const DeletePolicyInput = z.strictObject({ name: PolicyName, cascade: checkbox.default(false) });
export type DeletePolicyInput = z.output<typeof DeletePolicyInput>;

/** `rotate`: at the limit the oldest version that is not the default makes room. */
export const CreatePolicyVersionInput = z.strictObject({
  name: PolicyName,
  document: DocumentText,
  setAsDefault: checkbox.default(false),
  rotate: checkbox.default(false),
});
export type CreatePolicyVersionInput = z.output<typeof CreatePolicyVersionInput>;

export const PolicyVersionInput = z.strictObject({ name: PolicyName, version: VersionId });
export type PolicyVersionInput = z.output<typeof PolicyVersionInput>;

const policy = { policyType: PolicyType, policyName: PolicyName };

export const UserPolicyInput = z.strictObject({ name: UserName, ...policy });
export type UserPolicyInput = z.output<typeof UserPolicyInput>;

export const GroupPolicyInput = z.strictObject({ groupName: GroupName, ...policy });
export type GroupPolicyInput = z.output<typeof GroupPolicyInput>;

/** One policy, as a form or an address names it. */
export interface PolicyRef {
  type: z.output<typeof PolicyType>;
  name: string;
}

/** The list's address: every field falls back. */
export const PolicyFilter = z.object({
  type: z.enum(["", ...policyTypes]).catch(""),
  size: z.number().int().min(1).max(1000).catch(50),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type PolicyFilter = z.output<typeof PolicyFilter>;

/** A policy as one choice of a list: `Custom:Name`. */
const PolicyChoice = z
  .string("chooseOne")
  .regex(/^(?:Custom|System):[A-Za-z0-9-]{1,128}$/, "chooseOne")
  .transform((text) => {
    const [type = "", policyName = ""] = text.split(":");
    return { policyType: type === "System" ? ("System" as const) : ("Custom" as const), policyName };
  });

/** The forms that attach and detach. */
export const UserPolicyForm = z
  .strictObject({ name: UserName, policy: PolicyChoice })
  .transform(({ name, policy: chosen }): UserPolicyInput => ({ name, ...chosen }));
export const GroupPolicyForm = z
  .strictObject({ groupName: GroupName, policy: PolicyChoice })
  .transform(({ groupName, policy: chosen }): GroupPolicyInput => ({ groupName, ...chosen }));

/** What is asked of "why may / why may not" about oneself, by this very session. */
export const ExplainOwnInput = z.strictObject({
  action: z
    .string("required")
    .trim()
    .min(1, "required")
    .max(256, "tooLong")
    .regex(/^[\w.-]+:[\w.-]+$/, "actionRule"),
  resource: z
    .string("required")
    .trim()
    .min(1, "required")
    .max(1024, "tooLong")
    .regex(/^acs:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/, "resourceRule"),
});
export type ExplainOwnInput = z.output<typeof ExplainOwnInput>;

/** The same about somebody else, who may come from another address, with a second factor or without. */
export const ExplainInput = ExplainOwnInput.extend({
  name: UserName,
  ip: z.union([z.literal(""), z.ipv4(), z.ipv6()], "ipRule").default(""),
  mfa: checkbox.default(false),
});
export type ExplainInput = z.output<typeof ExplainInput>;
