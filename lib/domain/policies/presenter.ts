import "server-only";
import type { policies } from "@/db/schema/policies";
import type { PolicyType } from "@/db/schema/policy-types";
import type { policyVersions } from "@/db/schema/policy-versions";
import type { Match } from "@/lib/authorization/evaluate";
import type { HeldPolicy, PolicyStatement } from "@/lib/authorization/policy-document";
import { readStoredDocument } from "@/lib/authorization/read-stored-document";
import type { SystemPolicy } from "@/lib/authorization/system-policies";

export interface PolicyView {
  type: PolicyType;
  name: string;
  /** The catalogue's in both languages; the account's own words are what they are. */
  description: { en: string; "zh-CN": string };
  defaultVersion: string;
  /** How many sub-accounts and groups hold it directly. */
  attachmentCount: number;
  /** null: the catalogue's. */
  createdAt: Date | null;
  updatedAt: Date | null;
}

export interface PolicyVersionView {
  version: string;
  isDefault: boolean;
  document: string;
  createdBy: string;
  createdAt: Date | null;
}

type PolicyRow = typeof policies.$inferSelect;
type VersionRow = Omit<typeof policyVersions.$inferSelect, "accountId" | "policyId">;

export function presentPolicy(row: Omit<PolicyRow, "accountId">, attachmentCount: number): PolicyView {
  const { name, description, defaultVersion, createdAt, updatedAt } = row;
  return {
    type: "Custom",
    name,
    description: { en: description, "zh-CN": description },
    defaultVersion: `v${defaultVersion}`,
    attachmentCount,
    createdAt,
    updatedAt,
  };
}

export function presentSystemPolicy({ name, description, version }: SystemPolicy, attachmentCount: number): PolicyView {
  return {
    type: "System",
    name,
    description,
    defaultVersion: version,
    attachmentCount,
    createdAt: null,
    updatedAt: null,
  };
}

export function presentPolicyVersion(
  { version, document, createdBy, createdAt }: VersionRow,
  defaultVersion: number,
): PolicyVersionView {
  return { version: `v${version}`, isDefault: version === defaultVersion, document, createdBy, createdAt };
}

export function presentSystemVersion({ version, text }: SystemPolicy): PolicyVersionView {
  return { version, isDefault: true, document: text, createdBy: "", createdAt: null };
}

/** A statement as people are told it. */
export interface StatementView {
  /** Its place in the document, counted from 1. */
  number: number;
  allows: boolean;
  /** Names, or (`…Except`) all but these. */
  actions: readonly string[];
  actionsExcept: boolean;
  resources: readonly string[];
  resourcesExcept: boolean;
  conditions: { operator: string; key: string; values: readonly string[] }[];
}

function presentStatement(statement: PolicyStatement, place: number): StatementView {
  const { Effect, Action, NotAction = [], Resource, NotResource = [], Condition = {} } = statement;
  return {
    number: place + 1,
    allows: Effect === "Allow",
    actions: Action ?? NotAction,
    actionsExcept: Action === undefined,
    resources: Resource ?? NotResource,
    resourcesExcept: Resource === undefined,
    conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
  };
}

/** The statements of a document that is stored. */
export const presentStatements = (document: string): StatementView[] =>
  readStoredDocument(document).Statement.map(presentStatement);

/** A statement that applied, and where it comes from. */
export interface MatchView {
  policy: { type: Match["policy"]["type"]; name: string; version: string };
  attachedTo: Match["policy"]["attachedTo"];
  statement: StatementView;
}

export function presentMatch({ policy, statement }: Match): MatchView {
  const { type, name, version, attachedTo, document } = policy;
  const said = document.Statement[statement];
  if (!said) throw new Error("a match names a statement of its policy");
  return { policy: { type, name, version }, attachedTo, statement: presentStatement(said, statement) };
}

/** A policy as its holder is told of it. */
export const presentHeld = ({ type, name, version, attachedTo, document }: HeldPolicy) => ({
  ...{ type, name, version },
  group: attachedTo.kind === "group" ? attachedTo.name : null,
  statements: document.Statement.map(presentStatement),
});
