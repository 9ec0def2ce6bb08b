import "server-only";
import * as z from "zod";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { createGroup } from "@/lib/domain/groups/create-group";
import { deleteGroup } from "@/lib/domain/groups/delete-group";
import type { GroupView } from "@/lib/domain/groups/presenter";
import { getGroup, listGroups, listGroupsForUser, listUsersForGroup } from "@/lib/domain/groups/queries";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { updateGroup } from "@/lib/domain/groups/update-group";
import { type RamAction, type RamCall, ramAction } from "../ram-action";
import { readMarker, writeMarker } from "../ram-markers";
import { nameOfPrincipal, principalNameOf } from "../ram-names";
import { clearable, maxItems, optional, wire, wireDate } from "../wire";

interface Dialect {
  /** How the API says which sub-account. */
  whose: "UserName" | "UserPrincipalName";
  user: z.ZodType<string>;
  nameOf: (said: string, call: RamCall) => string;
  isIms: boolean;
}

const page = { Marker: optional(wire.text), MaxItems: maxItems() };

type Name =
  | "CreateGroup"
  | "GetGroup"
  | "UpdateGroup"
  | "DeleteGroup"
  | "ListGroups"
  | "AddUserToGroup"
  | "RemoveUserFromGroup"
  | "ListGroupsForUser"
  | "ListUsersForGroup";

/** The nine group actions of one of the two APIs. */
function groupActions({ whose, user, nameOf, isIms }: Dialect): Record<Name, RamAction> {
  const named = (group: GroupView) => ({
    GroupId: group.id,
    GroupName: group.name,
    Comments: group.comments,
    ...(isIms && { DisplayName: group.displayName }),
  });
  const whole = (group: GroupView) => ({
    ...named(group),
    CreateDate: wireDate(group.createdAt),
    UpdateDate: wireDate(group.updatedAt),
  });
  const member = z.object({ [whose]: user, GroupName: wire.groupName });
  const memberOf = (said: Record<string, unknown>, call: RamCall) => ({
    name: nameOf(said[whose] as string, call),
    groupName: said.GroupName as string,
  });
  const fields = { name: "GroupName", newName: "NewGroupName", comments: "Comments", displayName: "DisplayName" };
  const newFields = { ...fields, comments: "NewComments", displayName: "NewDisplayName" };
  return {
    CreateGroup: ramAction({
      wire: z.object({
        GroupName: wire.groupName,
        Comments: optional(wire.comments),
        ...(isIms && { DisplayName: optional(wire.displayName) }),
      }),
      input: (said) => ({
        name: said.GroupName,
        comments: said.Comments ?? "",
        displayName: ((said as Record<string, unknown>).DisplayName as string | undefined) ?? "",
      }),
      verb: createGroup,
      render: (group) => {
        const { UpdateDate, ...created } = whole(group);
        return { Group: isIms ? { ...created, UpdateDate } : created };
      },
      fields,
    }),
    GetGroup: ramAction({
      wire: z.object({ GroupName: wire.groupName }),
      input: ({ GroupName }) => GroupName,
      verb: getGroup,
      render: (group) => ({ Group: whole(group) }),
    }),
    UpdateGroup: ramAction({
      wire: z.object({
        GroupName: wire.groupName,
        NewGroupName: optional(wire.groupName),
        NewComments: clearable(wire.comments),
        ...(isIms && { NewDisplayName: clearable(wire.displayName) }),
      }),
      input: (said) => {
        const displayName = (said as Record<string, unknown>).NewDisplayName as string | undefined;
        return {
          name: said.GroupName,
          ...(said.NewGroupName !== undefined && { newName: said.NewGroupName }),
          ...(said.NewComments !== undefined && { comments: said.NewComments }),
          ...(displayName !== undefined && { displayName }),
        };
      },
      verb: updateGroup,
      render: (group) => ({ Group: whole(group) }),
      fields: newFields,
    }),
    DeleteGroup: ramAction({
      wire: z.object({ GroupName: wire.groupName }),
      input: ({ GroupName }) => ({ name: GroupName }),
      verb: deleteGroup,
    }),
    ListGroups: ramAction({
      wire: z.object(page),
      input: ({ Marker, MaxItems }, call) => ({ size: MaxItems, cursor: readMarker(call, Marker) }),
      verb: listGroups,
      render: ({ rows, older }, _said, call) => ({ Groups: { Group: rows.map(whole) }, ...writeMarker(call, older) }),
    }),
    AddUserToGroup: ramAction({ wire: member, input: memberOf, verb: addUserToGroup }),
    RemoveUserFromGroup: ramAction({ wire: member, input: memberOf, verb: removeUserFromGroup }),
    ListGroupsForUser: ramAction({
      wire: z.object({ [whose]: user }),
      input: (said, call) => nameOf(said[whose] as string, call),
      verb: listGroupsForUser,
      render: (groups) => ({
        Groups: { Group: groups.map((group) => ({ ...named(group), JoinDate: wireDate(group.joinedAt) })) },
      }),
    }),
    ListUsersForGroup: ramAction({
      wire: z.object({ GroupName: wire.groupName, ...page }),
      input: ({ GroupName, Marker, MaxItems }, call) => ({
        name: GroupName,
        size: MaxItems,
        cursor: readMarker(call, Marker, GroupName),
      }),
      verb: (ctx, { name, ...filter }) => listUsersForGroup(ctx, name, filter),
      render: ({ rows, older }, said, call) => ({
        Users: {
          User: rows.map(({ name, ramId, displayName, joinedAt }) => ({
            [whose]: isIms ? principalNameOf(name, call) : name,
            ...(isIms && { UserId: ramId }),
            DisplayName: displayName,
            JoinDate: wireDate(joinedAt),
          })),
        },
        ...writeMarker(call, older, said.GroupName),
      }),
    }),
  };
}

export const ramGroupActions = groupActions({
  whose: "UserName",
  user: wire.userName,
  nameOf: (name) => name,
  isIms: false,
});
export const imsGroupActions = groupActions({
  whose: "UserPrincipalName",
  user: wire.text,
  nameOf: nameOfPrincipal,
  isIms: true,
});
