import "server-only";
import { parsePolicyDocument } from "@/lib/authorization/parse-policy-document";
import type { PolicyDocument } from "@/lib/authorization/policy-document";
import { DomainError } from "@/lib/foundation/errors";

/** Throws `invalid-input` on field `document`, with the line, the column and the element that is wrong. */
export function requireSoundDocument(text: string): PolicyDocument {
  const parsed = parsePolicyDocument(text);
  if ("document" in parsed) return parsed.document;
  const { reason, ...place } = parsed.fault;
  throw new DomainError("invalid-input", "policy", { reason, details: { field: "document", ...place } });
}
