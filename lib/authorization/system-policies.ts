import "server-only";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { env } from "@/lib/foundation/env";
import { parsePolicyDocument } from "./parse-policy-document";
import type { HeldPolicy, PolicyDocument } from "./policy-document";
import shipped from "./system-policies.json";

const Catalogue = z.strictObject({
  policies: z.array(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z0-9-]{1,128}$/),
      description: z.strictObject({ en: z.string().max(1024), "zh-CN": z.string().max(1024) }),
      version: z
        .string()
        .regex(/^v[1-9]\d{0,5}$/)
        .default("v1"),
      document: z.record(z.string(), z.unknown()),
    }),
  ),
});

export interface SystemPolicy {
  name: string;
  description: { en: string; "zh-CN": string };
  version: string;
  /** As it is shown and given out. */
  text: string;
  document: PolicyDocument;
}

/** Reads a catalogue; throws an error that names each policy it cannot take. */
export function readCatalogue(content: unknown): SystemPolicy[] {
  return Catalogue.parse(content).policies.map(({ document, ...policy }) => {
    const text = JSON.stringify(document, null, 2);
    const parsed = parsePolicyDocument(text);
    if ("fault" in parsed) {
      const { reason, path, element } = parsed.fault;
      throw new Error(`${policy.name}: ${[reason, path, element].filter(Boolean).join(", ")}`);
    }
    return { ...policy, text, document: parsed.document };
  });
}

let catalogue: ReadonlyMap<string, SystemPolicy> | undefined;

/**
 * The system policies every account can attach: those we ship, and those of the operator's own file, which replace
 * ours where they carry the same name. Read once, at start.
 */
export function systemPolicies(): ReadonlyMap<string, SystemPolicy> {
  catalogue ??= new Map([...readCatalogue(shipped), ...ownCatalogue()].map((policy) => [policy.name, policy]));
  return catalogue;
}

function ownCatalogue(): SystemPolicy[] {
  const { systemPoliciesFile } = env();
  if (systemPoliciesFile === undefined) return [];
  try {
    return readCatalogue(JSON.parse(readFileSync(systemPoliciesFile, "utf8")));
  } catch (error) {
    throw new Error(`ESPALIER_SYSTEM_POLICIES cannot be used: ${error instanceof Error ? error.message : error}`);
  }
}

/** As somebody holds it; undefined for a name that is no longer in the catalogue, which grants nothing. */
export function heldSystemPolicy(name: string, attachedTo: HeldPolicy["attachedTo"]): HeldPolicy | undefined {
  const policy = systemPolicies().get(name);
  return policy && { name, type: "System", version: policy.version, attachedTo, document: policy.document };
}
