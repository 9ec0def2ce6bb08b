import "server-only";
import * as z from "zod";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import {
  type AttachedPolicy,
  listEntitiesForPolicy,
  listPoliciesForGroup,
  listPoliciesForUser,
} from "@/lib/domain/policies/attachment-queries";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { deletePolicy } from "@/lib/domain/policies/delete-policy";
import { deletePolicyVersion } from "@/lib/domain/policies/delete-policy-version";
import { detachPolicyFromGroup } from "@/lib/domain/policies/detach-policy-from-group";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import type { PolicyVersionView, PolicyView } from "@/lib/domain/policies/presenter";
import { getPolicy, getPolicyVersion, listPolicies, listPolicyVersions } from "@/lib/domain/policies/queries";
import { setDefaultPolicyVersion } from "@/lib/domain/policies/set-default-policy-version";
import { updatePolicyDescription } from "@/lib/domain/policies/update-policy-description";
import { ramAction } from "../ram-action";
import { readMarker, writeMarker } from "../ram-markers";
import { maxItems, optional, wire, wireDate } from "../wire";

const fields = { name: "PolicyName", description: "Description", document: "PolicyDocument", version: "VersionId" };

const named = ({
  type,
  name,
  description,
  defaultVersion,
}: Pick<PolicyView, "type" | "name" | "description" | "defaultVersion">) => ({
  PolicyName: name,
  PolicyType: type,
  Description: description.en,
  DefaultVersion: defaultVersion,
});
type Described = Omit<PolicyView, "attachmentCount">;
const made = (policy: Described) => ({ ...named(policy), CreateDate: wireDate(policy.createdAt) });
const whole = (policy: Described) => ({ ...made(policy), UpdateDate: wireDate(policy.updatedAt) });
const listed = (policy: PolicyView) => ({ ...whole(policy), AttachmentCount: policy.attachmentCount });
const version = ({ version: id, isDefault, document, createdAt }: PolicyVersionView) => ({
  VersionId: id,
  IsDefaultVersion: isDefault,
  PolicyDocument: document,
  CreateDate: wireDate(createdAt),
});
const attached = (policy: AttachedPolicy) => ({ ...named(policy), AttachDate: wireDate(policy.attachedAt) });

const policy = { PolicyType: wire.policyType, PolicyName: wire.policyName };
interface Policy {
  PolicyType: "System" | "Custom";
  PolicyName: string;
}
const refOf = ({ PolicyType, PolicyName }: Policy) => ({ type: PolicyType, name: PolicyName });
const ofUser = {
  wire: z.object({ ...policy, UserName: wire.userName }),
  input: (said: Policy & { UserName: string }) => ({
    name: said.UserName,
    policyType: said.PolicyType,
    policyName: said.PolicyName,
  }),
};
const ofGroup = {
  wire: z.object({ ...policy, GroupName: wire.groupName }),
  input: (said: Policy & { GroupName: string }) => ({
    groupName: said.GroupName,
    policyType: said.PolicyType,
    policyName: said.PolicyName,
  }),
};
const ofVersion = {
  wire: z.object({ PolicyName: wire.policyName, VersionId: wire.versionId }),
  input: (said: { PolicyName: string; VersionId: string }) => ({
    name: said.PolicyName,
    version: Number(said.VersionId.slice(1)),
  }),
};

export const ramPolicyActions = {
  CreatePolicy: ramAction({
    wire: z.object({
      PolicyName: wire.policyName,
      PolicyDocument: wire.document,
      Description: optional(wire.description),
    }),
    input: (said) => ({
      name: said.PolicyName,
      description: said.Description ?? "",
      document: said.PolicyDocument,
    }),
    verb: createPolicy,
    render: (row) => ({ Policy: made(row) }),
    fields,
  }),
  GetPolicy: ramAction({
    wire: z.object(policy),
    input: refOf,
    verb: getPolicy,
    render: ({ policy: row, current }) => ({
      Policy: { ...listed(row), PolicyDocument: current.document },
      DefaultPolicyVersion: version(current),
    }),
  }),
  ListPolicies: ramAction({
    wire: z.object({ PolicyType: optional(wire.policyType), Marker: optional(wire.text), MaxItems: maxItems() }),
    input: ({ PolicyType = "" as const, Marker, MaxItems }, call) => ({
      type: PolicyType,
      size: MaxItems,
      cursor: readMarker(call, Marker, PolicyType),
    }),
    verb: listPolicies,
    render: ({ rows, older }, { PolicyType = "" }, call) => ({
      Policies: { Policy: rows.map((row) => ({ ...listed(row), Tags: { Tag: [] } })) },
      ...writeMarker(call, older, PolicyType),
    }),
  }),
  UpdatePolicyDescription: ramAction({
    wire: z.object({ PolicyName: wire.policyName, NewDescription: wire.description }),
    input: (said) => ({ name: said.PolicyName, description: said.NewDescription }),
    verb: updatePolicyDescription,
    render: (row) => ({ Policy: whole(row) }),
    fields: { ...fields, description: "NewDescription" },
  }),
  DeletePolicy: ramAction({
    wire: z.object({ PolicyName: wire.policyName, CascadingDelete: optional(wire.boolean) }),
    input: (said) => ({ name: said.PolicyName, cascade: said.CascadingDelete ?? false }),
    verb: deletePolicy,
  }),
  AttachPolicyToUser: ramAction({ ...ofUser, verb: attachPolicyToUser }),
  DetachPolicyFromUser: ramAction({ ...ofUser, verb: detachPolicyFromUser }),
  AttachPolicyToGroup: ramAction({ ...ofGroup, verb: attachPolicyToGroup }),
  DetachPolicyFromGroup: ramAction({ ...ofGroup, verb: detachPolicyFromGroup }),
  ListPoliciesForUser: ramAction({
    wire: z.object({ UserName: wire.userName }),
    input: ({ UserName }) => UserName,
    verb: listPoliciesForUser,
    render: (rows) => ({ Policies: { Policy: rows.map(attached) } }),
  }),
  ListPoliciesForGroup: ramAction({
    wire: z.object({ GroupName: wire.groupName }),
    input: ({ GroupName }) => GroupName,
    verb: listPoliciesForGroup,
    render: (rows) => ({ Policies: { Policy: rows.map(attached) } }),
  }),
  ListEntitiesForPolicy: ramAction({
    wire: z.object(policy),
    input: refOf,
    verb: listEntitiesForPolicy,
    render: ({ users, groups }) => ({
      Users: {
        User: users.map((user) => ({
          UserId: user.ramId,
          UserName: user.name,
          DisplayName: user.displayName,
          AttachDate: wireDate(user.attachedAt),
        })),
      },
      Groups: {
        Group: groups.map((group) => ({
          GroupName: group.name,
          Comments: group.comments,
          AttachDate: wireDate(group.attachedAt),
        })),
      },
      Roles: { Role: [] },
    }),
  }),
  CreatePolicyVersion: ramAction({
    wire: z.object({
      PolicyName: wire.policyName,
      PolicyDocument: wire.document,
      SetAsDefault: optional(wire.boolean),
      RotateStrategy: optional(z.enum(["None", "DeleteOldestNonDefaultVersionWhenLimitExceeded"], "")),
    }),
    input: (said) => ({
      name: said.PolicyName,
      document: said.PolicyDocument,
      setAsDefault: said.SetAsDefault ?? false,
      rotate: said.RotateStrategy === "DeleteOldestNonDefaultVersionWhenLimitExceeded",
    }),
    verb: createPolicyVersion,
    render: (row) => ({ PolicyVersion: version(row) }),
    fields,
  }),
  GetPolicyVersion: ramAction({
    wire: z.object({ ...policy, VersionId: wire.versionId }),
    input: (said) => ({ ref: refOf(said), version: said.VersionId }),
    verb: (ctx, { ref, version: id }) => getPolicyVersion(ctx, ref, id),
    render: (row) => ({ PolicyVersion: version(row) }),
  }),
  ListPolicyVersions: ramAction({
    wire: z.object(policy),
    input: refOf,
    verb: listPolicyVersions,
    render: (rows) => ({ PolicyVersions: { PolicyVersion: rows.map(version) } }),
  }),
  SetDefaultPolicyVersion: ramAction({ ...ofVersion, verb: setDefaultPolicyVersion }),
  DeletePolicyVersion: ramAction({ ...ofVersion, verb: deletePolicyVersion }),
};
