/** What a service key may be let do; what each means stands in `service-scopes.ts`. */
export const serviceScopes = ["signatures:verify", "authorize", "usage:write", "resources:write"] as const;

export type ServiceScope = (typeof serviceScopes)[number];
