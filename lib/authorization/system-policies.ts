import "server-only";
import type { PolicyDocument } from "./policy-document";

const allow = (...actions: string[]): PolicyDocument => ({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: actions, Resource: ["*"] }],
});
const notTheOperators: PolicyDocument["Statement"][number] = {
  Effect: "Deny",
  Action: ["espalier:DecideIdentityVerification", "platform:*"],
  Resource: ["*"],
};

/** The system policies an account can attach, by RAM's names. */
export const systemPolicies: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: { Version: "1", Statement: [...allow("*").Statement, notTheOperators] },
  // RAM has no word for disabling a user; whoever manages sub-accounts may.
  AliyunRAMFullAccess: allow("ram:*", "espalier:DisableSubAccount", "espalier:EnableSubAccount"),
  AliyunRAMReadOnlyAccess: allow("ram:Get*", "ram:List*"),
  AliyunBSSFullAccess: allow("bss:*", "bssapi:*"),
  AliyunBSSReadOnlyAccess: allow("bss:Describe*", "bss:Query*", "bssapi:Get*", "bssapi:Query*"),
};

/** Names that are no longer in the catalogue grant nothing. */
export function documentsOf(policyNames: readonly string[]): PolicyDocument[] {
  return policyNames.flatMap((name) => systemPolicies[name] ?? []);
}
