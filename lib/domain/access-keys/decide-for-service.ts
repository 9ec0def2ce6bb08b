import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { evaluate } from "@/lib/authorization/evaluate";
import { requestKeys } from "@/lib/authorization/request-keys";
import { DomainError, invalidField } from "@/lib/foundation/errors";

export interface AskedDecision {
  action: string;
  resource: string;
  /** `<service>:<key>`, for conditions of the service's own. */
  conditions: Readonly<Record<string, string>>;
}

export interface ServiceDecision {
  allowed: boolean;
  outcome: "allowed" | "explicit-deny" | "implicit-deny";
  /** What decided, counted from 0 within its version; null where nothing allowed it. */
  by: { policyType: string; policyName: string; version: string; statement: number } | null;
  /** Authority changes act on the next request: nothing may be kept. */
  ttlSeconds: 0;
}

/** The same evaluator as everywhere, for an action and a resource of the asking service's own. Pure. */
export function decideForService(
  { actor }: PlatformContext,
  caller: Context,
  { action, resource, conditions }: AskedDecision,
): ServiceDecision {
  const services = actor.type === "service" ? actor.services : [];
  const isOwn = (word: string | undefined) => word !== undefined && services.includes(word.toLowerCase());
  const foreign = (field: string) => invalidField("service-key", field, "notOwnService");
  if (!isOwn(action.split(":")[0])) throw foreign("action");
  const [, service, , uid] = resource.split(":");
  if (!isOwn(service)) throw foreign("resource");
  if (!Object.keys(conditions).every((key) => isOwn(key.split(":")[0]))) throw foreign("conditions");
  // Another account's resource is nobody's here.
  if (uid !== caller.account.uid) throw new DomainError("not-found", "resource");
  const keys = { ...conditions, ...requestKeys(caller) };
  const { allowed, outcome, by } = evaluate(caller.policies, { action, resources: [resource], keys });
  const decided = by && {
    policyType: by.policy.type,
    policyName: by.policy.name,
    version: by.policy.version,
    statement: by.statement,
  };
  return { allowed, outcome, by: decided ?? null, ttlSeconds: 0 };
}
