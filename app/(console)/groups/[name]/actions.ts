"use server";

import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { GroupMemberInput, UpdateGroupInput } from "@/lib/domain/groups/schema";
import { updateGroup } from "@/lib/domain/groups/update-group";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { detachPolicyFromGroup } from "@/lib/domain/policies/detach-policy-from-group";
import { GroupPolicyForm } from "@/lib/domain/policies/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const addMemberAction = consoleAction({
  input: GroupMemberInput,
  echo: ["name"],
  verb: addUserToGroup,
  after: (_done, _ctx, { name, groupName }) => setFlash("groups.flash.added", { name, group: groupName }),
  done: ({ groupName }) => paths.groups.one(groupName),
});

export const removeMemberAction = consoleAction({
  input: GroupMemberInput,
  verb: removeUserFromGroup,
  after: (_done, _ctx, { name, groupName }) => setFlash("groups.flash.removed", { name, group: groupName }),
  done: ({ groupName }) => paths.groups.one(groupName),
});

export const attachToGroupAction = consoleAction({
  input: GroupPolicyForm,
  echo: ["policy"],
  verb: attachPolicyToGroup,
  after: (_done, _ctx, { policyName, groupName }) =>
    setFlash("groups.flash.attached", { policy: policyName, group: groupName }),
  done: ({ groupName }) => paths.groups.one(groupName),
});

export const detachFromGroupAction = consoleAction({
  input: GroupPolicyForm,
  verb: detachPolicyFromGroup,
  after: (_done, _ctx, { policyName, groupName }) =>
    setFlash("groups.flash.detached", { policy: policyName, group: groupName }),
  done: ({ groupName }) => paths.groups.one(groupName),
});

export const updateGroupAction = consoleAction({
  input: UpdateGroupInput,
  echo: ["newName", "comments"],
  verb: updateGroup,
  after: (made) => setFlash("groups.flash.changed", { name: made.name }),
  done: ({ name, newName }) => paths.groups.one(newName ?? name),
});
