import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { evaluate, findMatches } from "@/lib/authorization/evaluate";
import { type HeldPolicy, isGiven } from "@/lib/authorization/policy-document";
import { requestKeys } from "@/lib/authorization/request-keys";
import { ownSignInResource } from "@/lib/authorization/resources";
import type { Explanation } from "./explain-decision";
import { presentHeld, presentMatch, type StatementView } from "./presenter";
import type { ExplainOwnInput } from "./schema";

export interface OwnPolicy {
  type: HeldPolicy["type"];
  name: string;
  version: string;
  /** null: held by itself. */
  group: string | null;
  statements: readonly StatementView[];
}

/**
 * What the caller holds, as this very request goes by it: what it was given, by itself and by its groups, then what
 * everybody like it holds. Nothing is looked up.
 */
export async function listOwnPolicies(ctx: Context): Promise<OwnPolicy[]> {
  const { policies } = authorize(ctx, "ram:GetUser", ownSignInResource(ctx));
  return [...policies.filter(isGiven), ...policies.filter((one) => !isGiven(one))].map(presentHeld);
}

/** Why the caller may or may not do something, with this session's address and second factor. */
export async function explainOwnDecision(ctx: Context, { action, resource }: ExplainOwnInput): Promise<Explanation> {
  const { policies } = authorize(ctx, "ram:GetUser", ownSignInResource(ctx));
  const request = { action, resources: [resource], keys: requestKeys(ctx) };
  return {
    outcome: evaluate(policies, request).outcome,
    matches: findMatches(policies, request).map(presentMatch),
    disabled: false,
  };
}
