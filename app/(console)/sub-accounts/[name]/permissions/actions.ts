"use server";

import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { GroupMemberInput } from "@/lib/domain/groups/schema";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import { UserPolicyForm } from "@/lib/domain/policies/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const attachToUserAction = consoleAction({
  input: UserPolicyForm,
  echo: ["policy"],
  verb: attachPolicyToUser,
  after: (_done, _ctx, { name, policyName }) => setFlash("policies.flash.attached", { name, policy: policyName }),
  done: ({ name }) => paths.subAccounts.permissions(name),
});

export const detachFromUserAction = consoleAction({
  input: UserPolicyForm,
  verb: detachPolicyFromUser,
  after: (_done, _ctx, { name, policyName }) => setFlash("policies.flash.detached", { name, policy: policyName }),
  done: ({ name }) => paths.subAccounts.permissions(name),
});

export const joinGroupAction = consoleAction({
  input: GroupMemberInput,
  echo: ["groupName"],
  verb: addUserToGroup,
  after: (_done, _ctx, { name, groupName }) => setFlash("groups.flash.added", { name, group: groupName }),
  done: ({ name }) => paths.subAccounts.permissions(name),
});

export const leaveGroupAction = consoleAction({
  input: GroupMemberInput,
  verb: removeUserFromGroup,
  after: (_done, _ctx, { name, groupName }) => setFlash("groups.flash.removed", { name, group: groupName }),
  done: ({ name }) => paths.subAccounts.permissions(name),
});
