import "server-only";
import type { AccessDenied } from "@/lib/authorization/access-denied";
import type { Context } from "@/lib/authorization/context";
import { actingSubAccount } from "@/lib/authorization/context";
import type { HeldPolicy } from "@/lib/authorization/policy-document";
import { sealDiagnosticMessage } from "@/lib/domain/access-keys/decode-diagnostic-message";

/** What a sealed message says, field by field as RAM decodes it. */
export interface Diagnosis {
  AuthAction: string;
  AuthResource: string;
  AuthPrincipal: {
    AuthPrincipalDisplayName: string;
    AuthPrincipalOwnerId: string;
    AuthPrincipalType: string;
  };
  AuthConditions: { ConditionKey: string; ConditionValues: string[] }[];
  ExplicitDeny: boolean;
  NoPermissionPolicyType: string;
  MatchedPolicies: Record<string, string>[];
}

function principalOf({ actor, account }: Context) {
  const isSubAccount = actingSubAccount(actor) !== undefined;
  return {
    AuthPrincipalDisplayName: actor.name,
    AuthPrincipalOwnerId: account.uid,
    AuthPrincipalType: isSubAccount ? "SubUser" : "Account",
  };
}

/** Why a call was refused, and the sealed record of it that only the account's own people can open. */
export function describeDenial(ctx: Context, denied: AccessDenied): Record<string, unknown> {
  const { decision, request } = denied;
  const isExplicit = decision.outcome === "explicit-deny";
  const diagnosis: Diagnosis = {
    AuthAction: request.action,
    AuthResource: decision.resource,
    AuthPrincipal: principalOf(ctx),
    AuthConditions: Object.entries(request.keys).map(([ConditionKey, value]) => ({
      ConditionKey,
      ConditionValues: [String(value)],
    })),
    ExplicitDeny: isExplicit,
    NoPermissionPolicyType: "AccountLevelIdentityBasedPolicy",
    MatchedPolicies: isExplicit && decision.by ? [matched(decision.by.policy)] : [],
  };
  return detailOf(ctx, diagnosis, "AccountLevelIdentityBasedPolicy");
}

/** The same for a call from an address that a network policy does not list. */
export function describeForeignAddress(ctx: Context, action: string): Record<string, unknown> {
  const diagnosis: Diagnosis = {
    AuthAction: action,
    AuthResource: "",
    AuthPrincipal: principalOf(ctx),
    AuthConditions: [{ ConditionKey: "acs:SourceIp", ConditionValues: [ctx.facts.ip] }],
    ExplicitDeny: false,
    NoPermissionPolicyType: "AccessKeyPolicy",
    MatchedPolicies: [],
  };
  return detailOf(ctx, diagnosis, "AccessKeyPolicy");
}

function detailOf(ctx: Context, diagnosis: Diagnosis, policyType: string): Record<string, unknown> {
  return {
    AuthAction: diagnosis.AuthAction,
    ...diagnosis.AuthPrincipal,
    NoPermissionType: diagnosis.ExplicitDeny ? "ExplicitDeny" : "ImplicitDeny",
    PolicyType: policyType,
    EncodedDiagnosticMessage: sealDiagnosticMessage(ctx, diagnosis),
  };
}

function matched({ name, type, version, attachedTo }: HeldPolicy): Record<string, string> {
  return {
    AttachedEntityType: attachedTo.kind === "group" ? "RamGroup" : "RamUser",
    AttachedScope: "Account",
    Effect: "Deny",
    PolicyIdentifier: name,
    PolicyType: type === "Custom" ? "Custom" : "System",
    PolicyVersion: version,
  };
}
