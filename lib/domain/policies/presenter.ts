import "server-only";
import type { policies } from "@/db/schema/policies";
import type { PolicyType } from "@/db/schema/policy-types";
import type { policyVersions } from "@/db/schema/policy-versions";
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
