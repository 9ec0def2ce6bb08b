import type { Context } from "@/lib/authorization/context";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { createGroup } from "@/lib/domain/groups/create-group";
import { deleteGroup } from "@/lib/domain/groups/delete-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { updateGroup } from "@/lib/domain/groups/update-group";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { deletePolicy } from "@/lib/domain/policies/delete-policy";
import { deletePolicyVersion } from "@/lib/domain/policies/delete-policy-version";
import { detachPolicyFromGroup } from "@/lib/domain/policies/detach-policy-from-group";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import { setDefaultPolicyVersion } from "@/lib/domain/policies/set-default-policy-version";
import { updatePolicyDescription } from "@/lib/domain/policies/update-policy-description";
import { buildGroup, buildPolicy } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { byRoot, inAccountLog, type MutationVerb } from "./prepare-verb";

interface Things {
  root: Context;
  /** A sub-account, a custom policy with two versions, and a group, tied as the options say. */
  name: string;
  policyName: string;
  groupName: string;
}

interface Ties {
  attached?: boolean;
  given?: boolean;
  joined?: boolean;
}

async function things(root: Context, { attached, given, joined }: Ties): Promise<Things> {
  const { name } = (await buildSubAccount(root)).actor;
  const [policyName, groupName] = [await buildPolicy(root), await buildGroup(root)];
  await createPolicyVersion(root, { ...document, name: policyName, setAsDefault: false, rotate: false });
  if (attached) await attachPolicyToUser(root, { name, policyType: "Custom", policyName });
  if (given) await attachPolicyToGroup(root, { groupName, policyType: "Custom", policyName });
  if (joined) await addUserToGroup(root, { name, groupName });
  return { root, name, policyName, groupName };
}

const document = {
  document: JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action: "oss:Get*", Resource: "*" }] }),
};

const verb = (name: string, ties: Ties, run: (made: Things) => Promise<unknown>): MutationVerb => ({
  name,
  writes: inAccountLog,
  prepare: () =>
    byRoot(async (root) => {
      const made = await things(root, ties);
      return () => run(made);
    }),
});
const custom = ({ policyName }: Things) => ({ policyType: "Custom", policyName }) as const;

/** Of policies and groups. */
export const policyVerbs: readonly MutationVerb[] = [
  verb("createPolicy", {}, ({ root }) => createPolicy(root, { ...document, name: "another", description: "" })),
  verb("updatePolicyDescription", {}, ({ root, policyName }) =>
    updatePolicyDescription(root, { name: policyName, description: "new" }),
  ),
  verb("deletePolicy", {}, ({ root, policyName }) => deletePolicy(root, { name: policyName, cascade: true })),
  verb("createPolicyVersion", { attached: true }, ({ root, policyName }) =>
    createPolicyVersion(root, { ...document, name: policyName, setAsDefault: true, rotate: true }),
  ),
  verb("setDefaultPolicyVersion", { given: true }, ({ root, policyName }) =>
    setDefaultPolicyVersion(root, { name: policyName, version: 2 }),
  ),
  verb("deletePolicyVersion", {}, ({ root, policyName }) =>
    deletePolicyVersion(root, { name: policyName, version: 2 }),
  ),
  verb("attachPolicyToUser", {}, (made) => attachPolicyToUser(made.root, { name: made.name, ...custom(made) })),
  verb("detachPolicyFromUser", { attached: true }, (made) =>
    detachPolicyFromUser(made.root, { name: made.name, ...custom(made) }),
  ),
  verb("attachPolicyToGroup", { joined: true }, (made) =>
    attachPolicyToGroup(made.root, { groupName: made.groupName, ...custom(made) }),
  ),
  verb("detachPolicyFromGroup", { given: true }, (made) =>
    detachPolicyFromGroup(made.root, { groupName: made.groupName, ...custom(made) }),
  ),
  verb("createGroup", {}, ({ root }) => createGroup(root, { name: "another", displayName: "", comments: "" })),
  verb("updateGroup", {}, ({ root, groupName }) => updateGroup(root, { name: groupName, newName: "renamed" })),
  verb("deleteGroup", {}, ({ root, groupName }) => deleteGroup(root, { name: groupName })),
  verb("addUserToGroup", { given: true }, ({ root, name, groupName }) => addUserToGroup(root, { name, groupName })),
  verb("removeUserFromGroup", { joined: true, given: true }, ({ root, name, groupName }) =>
    removeUserFromGroup(root, { name, groupName }),
  ),
];
