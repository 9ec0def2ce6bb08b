/**
 * In the order of their creation: a missing one before one that exists has been lost, so new names go at the end.
 * kek wraps what is sealed at rest, pepper goes into password hashes, seal proves a transaction's context.
 */
export const secretNames = ["kek", "pepper", "seal", "throttle", "device", "nextauth"] as const;

export type SecretName = (typeof secretNames)[number];
