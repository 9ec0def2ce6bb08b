import type { FormRow } from "./form-row";

/** Policies, groups, and from where keys may call. */
export const policyForms: Record<string, FormRow> = {
  "create a policy": {
    action: "createPolicyAction",
    path: () => "/policies/new",
    as: "a delegated admin",
    fields: { name: "kept-policy", description: "kept words", document: '{"Version": "1", "Statement": </textarea>' },
    targets: ["name", "description", "document"],
    anchors: [
      ["document", "{"],
      ["name", "no name"],
    ],
    kept: "description",
  },
  "write a version of a policy": {
    action: "createPolicyVersionAction",
    path: () => "/policies/custom/spare/edit",
    as: "a delegated admin",
    fields: { document: "{" },
    targets: ["document", "setAsDefault", "rotate", "name"],
    anchors: [["document", "{"]],
  },
  "create a group": {
    action: "createGroupAction",
    path: () => "/groups",
    as: "a delegated admin",
    fields: { name: "no name", comments: "kept words" },
    targets: ["name", "comments"],
    anchors: [
      ["name", "no name"],
      ["comments", "x".repeat(129)],
    ],
    kept: "comments",
  },
  "change a group": {
    action: "updateGroupAction",
    path: () => "/groups/crew",
    as: "a delegated admin",
    fields: { newName: "no name", comments: "kept words" },
    targets: ["newName", "comments"],
    anchors: [
      ["newName", "no name"],
      ["comments", "x".repeat(129)],
    ],
    kept: "comments",
  },
  "set the key network policy": {
    action: "setKeyNetworkAction",
    path: () => "/settings/key-network",
    as: "a delegated admin",
    fields: { networkPolicy: "203.0.113.0/24 nowhere" },
    targets: ["active"],
    anchors: [["networkPolicy", "nowhere"]],
    kept: "networkPolicy",
  },
};
