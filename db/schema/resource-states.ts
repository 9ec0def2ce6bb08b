/** What a service says of a resource; `retired` is ours: it is gone and its last version is remembered. */
export const resourceStates = ["pending", "running", "stopped", "failed", "retired"] as const;
export type ResourceState = (typeof resourceStates)[number];

export const workspaceDecisions = ["running", "throttled", "suspended"] as const;
/** Why what a sub-account runs is not left alone: the last two slow it, each of the others stops it. */
export const suspensionReasons = [
  "disabled",
  "spend_limit",
  "account_limit",
  "wallet",
  "spend_throttle",
  "account_throttle",
] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];
