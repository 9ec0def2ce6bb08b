import "server-only";
import * as z from "zod";
import { getAccessKeyPolicy, getAccessKeyPolicyForAccount } from "@/lib/domain/access-keys/network-policy-queries";
import { setAccessKeyPolicy, setAccessKeyPolicyForAccount } from "@/lib/domain/access-keys/set-access-key-policy";
import { ramAction } from "../ram-action";
import { principalOwnerOf } from "../ram-names";
import { optional, readJson, wire } from "../wire";

type Policy = Awaited<ReturnType<typeof getAccessKeyPolicyForAccount>>;

/** White lists of addresses; those of VPCs are refused, since there are none. */
const Written = z.strictObject({
  Version: z.literal([1, "1"]),
  Status: z.enum(["Active", "Inactive"]),
  Statements: z.array(z.strictObject({ Type: z.literal("ClassicWhiteList"), IPList: z.array(z.string().max(64)) })),
});

const AccessKeyPolicy = wire.text.max(8_192, "Length").transform((text, ctx): Policy => {
  const parsed = Written.safeParse(readJson(text));
  if (parsed.success) {
    const { Status, Statements } = parsed.data;
    return { active: Status === "Active", lists: Statements.map(({ IPList }) => IPList) };
  }
  ctx.addIssue({ code: "custom", message: "" });
  return z.NEVER;
});

const written = ({ active, lists }: Policy) => ({
  AccessKeyPolicy: JSON.stringify({
    Version: 1,
    Status: active ? "Active" : "Inactive",
    Statements: lists.map((IPList) => ({ Type: "ClassicWhiteList", IPList })),
  }),
});

const fields = { networkPolicy: "AccessKeyPolicy" };
const which = { UserAccessKeyId: wire.keyId, UserPrincipalName: optional(wire.text) };

export const imsKeyNetworkPolicyActions = {
  SetAccessKeyPolicy: ramAction({
    wire: z.object({ ...which, AccessKeyPolicy }),
    input: (said, call) => ({
      id: said.UserAccessKeyId,
      ownerName: principalOwnerOf(said.UserPrincipalName, call),
      policy: said.AccessKeyPolicy,
    }),
    verb: setAccessKeyPolicy,
    render: (policy, said) => ({ AccessKeyId: said.UserAccessKeyId, ...written(policy) }),
    fields,
  }),
  GetAccessKeyPolicy: ramAction({
    wire: z.object(which),
    input: (said, call) => ({
      id: said.UserAccessKeyId,
      ownerName: principalOwnerOf(said.UserPrincipalName, call),
    }),
    verb: getAccessKeyPolicy,
    render: (policy, said) => ({ AccessKeyId: said.UserAccessKeyId, ...written(policy) }),
  }),
  SetAccessKeyPolicyForAccount: ramAction({
    wire: z.object({ AccessKeyPolicy }),
    input: (said) => ({ policy: said.AccessKeyPolicy }),
    verb: setAccessKeyPolicyForAccount,
    render: written,
    fields,
  }),
  GetAccessKeyPolicyForAccount: ramAction({
    wire: z.object({}),
    input: () => undefined,
    verb: getAccessKeyPolicyForAccount,
    render: written,
  }),
};
