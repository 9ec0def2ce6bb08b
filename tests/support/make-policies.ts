import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { createGroup } from "@/lib/domain/groups/create-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { documentOf } from "./build-policy";
import { notReadingPolicy, readingPolicy } from "./policy-texts";
import type { MakerCommands } from "./start-maker";

const inside = async (account: string) => enterAccount(hostContext(), await getAccountByName(hostContext(), account));

/** What an account lets its sub-accounts do. */
export const policyCommands: Pick<MakerCommands, "policy" | "allow" | "group"> = {
  async policy({ account, name }) {
    await createPolicy(await inside(account), { name, description: "", document: readingPolicy });
    const version = { name, document: notReadingPolicy, setAsDefault: false, rotate: false };
    await createPolicyVersion(await inside(account), version);
    return {};
  },

  async allow({ account, name, actions }) {
    const policyName = `allows-${name}`;
    const document = documentOf({ Effect: "Allow", Action: actions, Resource: ["*"] });
    await createPolicy(await inside(account), { name: policyName, description: "", document });
    await attachPolicyToUser(await inside(account), { name, policyType: "Custom", policyName });
    return {};
  },

  async group({ account, name, members }) {
    await createGroup(await inside(account), { name, displayName: "", comments: "" });
    for (const member of members ?? []) await addUserToGroup(await inside(account), { name: member, groupName: name });
    return {};
  },
};
