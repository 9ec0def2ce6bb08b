import "server-only";
import { isCredential } from "@/lib/foundation/credential-format";
import { DomainError } from "@/lib/foundation/errors";
import { gather } from "@/lib/foundation/gather";
import { type Check, type CheckedSignature, checkSignatures, type FoundKey } from "./check-signatures";

const checkTogether = gather(checkSignatures, {
  size: 100,
  patienceMs: 250,
  lingerShare: 1,
  groups: 4,
  waiting: 200,
  refuse: () => new DomainError("unavailable", "database"),
});

/**
 * Finds the key a call names and, where its signature holds, spends its nonce in the same transaction: for good, even
 * where the call is refused later. Of two calls at once with one nonce, one does not claim it. Calls that come while
 * others are under way share a transaction: each is read anew after it came, and gets its own key's row.
 */
export async function checkSignature<Fault>(check: Check<Fault>): Promise<CheckedSignature<Fault>> {
  // A wrong checksum was never issued: nothing is looked up.
  if (!isCredential("access-key-id", check.accessKeyId)) {
    return { key: undefined, fault: check.faultOf(undefined), claimed: false };
  }
  const answer = await checkTogether(check);
  if ("error" in answer) throw answer.error;
  return answer as CheckedSignature<Fault>;
}

/**
 * The key a signed call names, with its secret opened; undefined for one that nobody has. Read anew for every call:
 * what was disabled, deleted or detached a moment ago is so for this one.
 */
export async function findSigningKey(accessKeyId: string, now: Date): Promise<FoundKey | undefined> {
  return (await checkSignature({ accessKeyId, now, nonce: null, faultOf: () => undefined })).key;
}
