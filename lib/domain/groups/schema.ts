import * as z from "zod";
import { GroupName, UserName } from "@/lib/domain/policies/schema";
import { boundedText } from "@/lib/foundation/text-schema";

const described = {
  displayName: boundedText(128, { min: 0 }).default(""),
  comments: boundedText(128, { min: 0 }).default(""),
};

export const CreateGroupInput = z.strictObject({ name: GroupName, ...described });
export type CreateGroupInput = z.output<typeof CreateGroupInput>;

/** What is left out stays as it is. */
export const UpdateGroupInput = z.strictObject({
  name: GroupName,
  newName: GroupName.optional(),
  displayName: boundedText(128, { min: 0 }).optional(),
  comments: boundedText(128, { min: 0 }).optional(),
});
export type UpdateGroupInput = z.output<typeof UpdateGroupInput>;

export const NamedGroupInput = z.strictObject({ name: GroupName });
export type NamedGroupInput = z.output<typeof NamedGroupInput>;

export const GroupMemberInput = z.strictObject({ name: UserName, groupName: GroupName });
export type GroupMemberInput = z.output<typeof GroupMemberInput>;

/** A list's address: every field falls back. */
export const GroupFilter = z.object({
  size: z.number().int().min(1).max(1000).catch(50),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type GroupFilter = z.output<typeof GroupFilter>;
