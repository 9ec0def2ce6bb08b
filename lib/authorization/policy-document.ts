import "server-only";

/** Operator → key → values, as texts. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Exactly one of `Action`/`NotAction` and one of `Resource`/`NotResource`. */
export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Conditions;
}

/** A RAM policy document, version 1, with every list written as a list. */
export interface PolicyDocument {
  readonly Version: "1";
  readonly Statement: readonly PolicyStatement[];
}

/** `Role`: what root users, operators and services are given by being that. `Self`: what everybody may do with itself. */
type PolicyType = "System" | "Custom" | "Role" | "Self";

/** A policy as somebody holds it: which one, in which version, and by what. */
export interface HeldPolicy {
  readonly name: string;
  readonly type: PolicyType;
  readonly version: string;
  readonly attachedTo: { readonly kind: "sub-account" | "group" | "role"; readonly name: string };
  readonly document: PolicyDocument;
}

/** Whether somebody gave it, instead of everybody alike having it. */
export const isGiven = ({ type }: HeldPolicy): boolean => type === "System" || type === "Custom";

export function rolePolicy(role: string, ...Statement: readonly PolicyStatement[]): HeldPolicy {
  const attachedTo = { kind: "role", name: role } as const;
  return { name: role, type: "Role", version: "v1", attachedTo, document: { Version: "1", Statement } };
}

export const allowAll: HeldPolicy = rolePolicy("everything", { Effect: "Allow", Action: ["*"], Resource: ["*"] });
