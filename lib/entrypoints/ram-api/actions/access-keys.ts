import "server-only";
import * as z from "zod";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { deleteAccessKey } from "@/lib/domain/access-keys/delete-access-key";
import type { AccessKeyView } from "@/lib/domain/access-keys/presenter";
import { getAccessKeyLastUsed, listAccessKeys } from "@/lib/domain/access-keys/queries";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { type RamAction, type RamCall, ramAction } from "../ram-action";
import { ownerOf, principalOwnerOf } from "../ram-names";
import { optional, wire, wireDate } from "../wire";

const wireKey = ({ id, state, createdAt }: AccessKeyView) => ({
  AccessKeyId: id,
  Status: state === "active" ? "Active" : "Inactive",
  CreateDate: wireDate(createdAt),
});

/** The five key actions of one of the two APIs, which differ in how they say whose key it is. */
function keyActions<W extends "UserName" | "UserPrincipalName">(
  whose: W,
  user: z.ZodType<string>,
  ownerIn: (said: string | undefined, call: RamCall) => string | null,
  isIms: boolean,
): Record<
  "CreateAccessKey" | "ListAccessKeys" | "UpdateAccessKey" | "DeleteAccessKey" | "GetAccessKeyLastUsed",
  RamAction
> {
  const of = { [whose]: optional(user) };
  const owner = (said: Record<string, unknown>, call: RamCall) => ownerIn(said[whose] as string | undefined, call);
  return {
    CreateAccessKey: ramAction({
      wire: z.object(of),
      input: (said, call) => ({
        ownerName: owner(said, call),
        name: "",
        note: "",
        addresses: [],
        expiresInDays: null,
      }),
      verb: createAccessKey,
      render: ({ accessKey, secret }) => ({ AccessKey: { ...wireKey(accessKey), AccessKeySecret: secret } }),
    }),
    ListAccessKeys: ramAction({
      wire: z.object(of),
      input: owner,
      verb: listAccessKeys,
      render: (keys) => ({
        AccessKeys: {
          AccessKey: keys.map((key) => ({ ...wireKey(key), ...(isIms && { UpdateDate: wireDate(key.updatedAt) }) })),
        },
      }),
    }),
    UpdateAccessKey: ramAction({
      wire: z.object({ ...of, UserAccessKeyId: wire.keyId, Status: wire.keyStatus }),
      input: (said, call) => ({
        id: said.UserAccessKeyId,
        ownerName: owner(said, call),
        state: said.Status === "Active" ? ("active" as const) : ("disabled" as const),
      }),
      verb: updateAccessKey,
    }),
    DeleteAccessKey: ramAction({
      wire: z.object({ ...of, UserAccessKeyId: wire.keyId }),
      input: (said, call) => ({
        id: said.UserAccessKeyId,
        ownerName: owner(said, call),
        typedId: said.UserAccessKeyId,
      }),
      verb: deleteAccessKey,
    }),
    GetAccessKeyLastUsed: ramAction({
      wire: z.object({ ...of, UserAccessKeyId: wire.keyId }),
      input: (said, call) => ({ id: said.UserAccessKeyId, ownerName: owner(said, call) }),
      verb: getAccessKeyLastUsed,
      render: (used) => ({
        AccessKeyLastUsed: {
          LastUsedDate: wireDate(used?.at),
          ...(isIms && { ServiceName: used?.service ?? "" }),
        },
      }),
    }),
  };
}

export const ramAccessKeyActions = keyActions("UserName", wire.userName, ownerOf, false);
export const imsAccessKeyActions = keyActions("UserPrincipalName", wire.text, principalOwnerOf, true);
