import "server-only";
import { type HeldPolicy, rolePolicy } from "./policy-document";
import type { ServiceScope } from "./service-scopes-schema";

/** What each scope lets a platform service ask for. */
const actionsOf: Record<ServiceScope, readonly string[]> = {
  "signatures:verify": ["platform:VerifySignature", "espalier:JudgeSpend"],
  authorize: ["platform:Authorize", "espalier:JudgeSpend"],
  "usage:write": ["platform:FindAccount", "espalier:ReportUsage"],
  "resources:write": ["platform:FindAccount", "espalier:ReportResource"],
};

/** What a service key holds: its scopes' actions, on the platform and on resources of its own services. */
export function servicePolicies(scopes: readonly string[], services: readonly string[]): readonly HeldPolicy[] {
  const actions = scopes.flatMap((scope) => actionsOf[scope as ServiceScope] ?? []);
  if (actions.length === 0) return [];
  const resources = ["acs:platform:*:*:*", ...services.map((service) => `acs:${service}:*:*:*`)];
  return [rolePolicy("service", { Effect: "Allow", Action: actions, Resource: resources })];
}
