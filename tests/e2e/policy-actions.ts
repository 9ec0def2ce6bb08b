import { notReadingPolicy, readingPolicy } from "../support/policy-texts";
import type { ActionRow } from "./action-matrix";
import { notAdmins, notOfAccount } from "./refused-players";

const spare = (verb = "") => `/policies/custom/spare${verb}`;
const permissions = () => "/sub-accounts/sib/permissions";
const given = { name: "sib", policy: "System:AliyunBSSReadOnlyAccess" };

/** Of the policy `spare` of account A, and of what `sib` holds; in the order in which the right person can do them. */
export const policyActions: Record<string, ActionRow> = {
  createPolicyAction: {
    page: () => "/policies/new",
    form: () => ({ name: "smuggled", description: "", document: readingPolicy }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  createPolicyVersionAction: {
    page: () => spare("/edit"),
    form: () => ({ name: "spare", document: notReadingPolicy, setAsDefault: "on" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  setDefaultPolicyVersionAction: {
    page: () => spare("/default?version=v1"),
    form: () => ({ name: "spare", version: "v1" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  deletePolicyVersionAction: {
    page: () => spare(),
    form: () => ({ name: "spare", version: "v2" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  deletePolicyAction: {
    page: () => spare("/delete"),
    form: () => ({ name: "spare", cascade: "on" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  attachToUserAction: { page: permissions, form: () => given, wrong: notOfAccount, right: "the root user" },
  detachFromUserAction: { page: permissions, form: () => given, wrong: notOfAccount, right: "the root user" },
};
