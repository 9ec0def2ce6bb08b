import { notFound } from "next/navigation";
import { PolicyName, type PolicyRef } from "@/lib/domain/policies/schema";

export interface PolicyParams {
  params: Promise<{ type: string; name: string }>;
}

const types = { custom: "Custom", system: "System" } as const;

/** The policy an address names; an address that names none is nowhere. */
export async function policyRef({ params }: PolicyParams): Promise<PolicyRef> {
  const { type, name } = await params;
  const known = type === "custom" || type === "system" ? types[type] : undefined;
  if (!known || !PolicyName.safeParse(name).success) notFound();
  return { type: known, name };
}
