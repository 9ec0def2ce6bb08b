/** What a service says of a resource; `retired` is ours: it is gone and its last version is remembered. */
export const resourceStates = ["pending", "running", "stopped", "failed", "retired"] as const;
export type ResourceState = (typeof resourceStates)[number];

export const workspaceDecisions = ["running", "suspended"] as const;
export const suspensionReasons = ["disabled", "spend_limit", "account_limit", "wallet"] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];
