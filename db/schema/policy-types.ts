/** RAM's words: of the operator's catalogue, or of the account itself. */
export const policyTypes = ["Custom", "System"] as const;
export type PolicyType = (typeof policyTypes)[number];
