import "server-only";
import { RuleRefused } from "@/lib/authorization/access-denied";
import type { Allowed } from "@/lib/authorization/authorize";
import { findExcess } from "@/lib/authorization/find-excess";
import type { PolicyDocument, PolicyStatement } from "@/lib/authorization/policy-document";
import { DomainError } from "@/lib/foundation/errors";

/** RAM's quotas, by the names its account summary gives them. */
export const policyQuotas = {
  PoliciesQuota: 1500,
  VersionsPerPolicyQuota: 5,
  AttachedPoliciesPerUserQuota: 10,
  AttachedPoliciesPerGroupQuota: 5,
  AttachedSystemPoliciesPerUserQuota: 20,
  AttachedSystemPoliciesPerGroupQuota: 20,
  GroupsQuota: 50,
  GroupsPerUserQuota: 5,
} as const;

export type PolicyQuota = keyof typeof policyQuotas;

/** Throws `limit-reached` where one more would be too many; the reason is the quota's name. */
export function requireRoom(quota: PolicyQuota, noun: string, count: number): void {
  const limit = policyQuotas[quota];
  if (count >= limit) throw new DomainError("limit-reached", noun, { reason: quota, details: { limit } });
}

/** Which quota an attachment counts against. */
export const attachmentQuotas = {
  user: { Custom: "AttachedPoliciesPerUserQuota", System: "AttachedSystemPoliciesPerUserQuota" },
  group: { Custom: "AttachedPoliciesPerGroupQuota", System: "AttachedSystemPoliciesPerGroupQuota" },
} as const;

interface AuthorityChange {
  /** Documents that somebody comes to hold. */
  adds?: readonly PolicyDocument[];
  /** Documents that somebody holds no longer. */
  lifts?: readonly PolicyDocument[];
}

/**
 * Nobody gives more than they hold, and nobody lifts a denial of what they do not hold: the permissions that are added
 * and the denials that are lifted must all lie within the caller's own. Throws `forbidden`, naming what does not.
 */
export function requireHeld(allowed: Allowed, { adds = [], lifts = [] }: AuthorityChange): void {
  requireStatementsHeld(allowed, [
    ...adds.flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === "Allow")),
    ...lifts.flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === "Deny")),
  ]);
}

/** The same where one document takes another's place: what both say is given by nobody now. */
export function requireChangeHeld(allowed: Allowed, before: PolicyDocument, after: PolicyDocument): void {
  const beside = ({ Statement }: PolicyDocument, effect: PolicyStatement["Effect"], other: PolicyDocument) => {
    const said = new Set(other.Statement.map((statement) => JSON.stringify(statement)));
    return Statement.filter((one) => one.Effect === effect && !said.has(JSON.stringify(one)));
  };
  requireStatementsHeld(allowed, [...beside(after, "Allow", before), ...beside(before, "Deny", after)]);
}

function requireStatementsHeld(allowed: Allowed, statements: readonly PolicyStatement[]): void {
  const excess = findExcess(allowed.policies, statements);
  if (excess) throw new RuleRefused("policy", { reason: "moreThanHeld", details: { ...excess } }, allowed.asked);
}

/**
 * Whoever sets what somebody signs in with can act as them: that takes holding everything the other one may do. Throws
 * `forbidden`, naming what does not.
 */
export function requireNoMoreHeld({ policies, asked }: Allowed, held: readonly PolicyDocument[]): void {
  const allows = held.flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === "Allow"));
  const excess = findExcess(policies, allows);
  if (excess) throw new RuleRefused("sub-account", { reason: "holdsMore", details: { ...excess } }, asked);
}
