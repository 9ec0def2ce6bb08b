import "server-only";
import { parsePolicyDocument } from "./parse-policy-document";
import type { PolicyDocument } from "./policy-document";

const keptMax = 2_000;
const kept = new Map<string, PolicyDocument>();

/**
 * A document that was checked when it was written. The same text is parsed once: what is kept is keyed by the text
 * itself, so no change of authority can be missed by it. Throws on a text that no longer parses: nobody is let in by
 * a policy that cannot be read.
 */
export function readStoredDocument(text: string): PolicyDocument {
  const known = kept.get(text);
  if (known) return known;
  const parsed = parsePolicyDocument(text);
  if ("fault" in parsed) throw new Error(`a stored policy document does not parse: ${parsed.fault.reason}`);
  const [oldest] = kept.keys();
  if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest);
  kept.set(text, parsed.document);
  return parsed.document;
}
