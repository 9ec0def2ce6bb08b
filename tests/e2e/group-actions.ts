import type { ActionRow } from "./action-matrix";
import { notAdmins, notOfAccount } from "./refused-players";

const crew = () => "/groups/crew";
const permissions = () => "/sub-accounts/sib/permissions";
const member = { name: "sib", groupName: "crew" };
const given = { groupName: "crew", policy: "System:AliyunBSSReadOnlyAccess" };

/** Of the group `crew` of account A; in the order in which the right person can do them. */
export const groupActions: Record<string, ActionRow> = {
  createGroupAction: {
    page: () => "/groups",
    form: () => ({ name: "smuggled", comments: "" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  updateGroupAction: {
    page: crew,
    form: () => ({ name: "crew", newName: "crew", comments: "Changed" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  addMemberAction: { page: crew, form: () => member, wrong: notOfAccount, right: "a delegated admin" },
  removeMemberAction: { page: crew, form: () => member, wrong: notOfAccount, right: "a delegated admin" },
  joinGroupAction: { page: permissions, form: () => member, wrong: notOfAccount, right: "a delegated admin" },
  leaveGroupAction: { page: permissions, form: () => member, wrong: notOfAccount, right: "the root user" },
  attachToGroupAction: { page: crew, form: () => given, wrong: notOfAccount, right: "the root user" },
  detachFromGroupAction: { page: crew, form: () => given, wrong: notOfAccount, right: "the root user" },
  deleteGroupAction: {
    page: () => "/groups/crew/delete",
    form: () => ({ name: "crew" }),
    wrong: notOfAccount,
    right: "the root user",
  },
};
