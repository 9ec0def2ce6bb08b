import "server-only";
import { isCredential } from "@/lib/foundation/credential-format";
import { DomainError } from "@/lib/foundation/errors";
import { gather } from "@/lib/foundation/gather";
import { type Check, type CheckedSignature, checkSignatures, type FoundKey, foundAt } from "./check-signatures";
import { claimKeptCalls } from "./claim-kept-calls";
import { findKept, forgetKey } from "./kept-keys";

const bounds = {
  size: 100,
  patienceMs: 250,
  lingerShare: 1,
  groups: 4,
  waiting: 200,
  refuse: () => new DomainError("unavailable", "database"),
};
const checkTogether = gather(checkSignatures, bounds);
/** It takes a quarter of the time that reading takes, and whoever calls takes as long to come again. */
const claimTogether = gather(claimKeptCalls, { ...bounds, lingerShare: 4 });

/**
 * Finds the key a call names and, where its signature holds, spends its nonce in the same transaction: for good, even
 * where the call is refused later. Of two calls at once with one nonce, one does not claim it. Calls that come while
 * others are under way share a transaction: each is asked for after it came, and gets its own key's row. A call that holds
 * by what is kept of its key is that row's, too, once the database has said that nothing of it was changed.
 */
export async function checkSignature<Fault>(check: Check<Fault>): Promise<CheckedSignature<Fault>> {
  // A wrong checksum was never issued: nothing is looked up.
  if (!isCredential("access-key-id", check.accessKeyId)) {
    return { key: undefined, fault: check.faultOf(undefined), claimed: false };
  }
  const asKept = await checkAsKept(check);
  if (asKept) return asKept;
  const answer = await checkTogether(check);
  if ("error" in answer) throw answer.error;
  return answer as CheckedSignature<Fault>;
}

/** Undefined where nothing is kept, or what is kept is out of date, or the call does not hold by it: then it is read. */
async function checkAsKept<Fault>({
  accessKeyId,
  nonce,
  now,
  faultOf,
}: Check<Fault>): Promise<CheckedSignature<Fault> | undefined> {
  const kept = findKept(accessKeyId);
  const key = kept && foundAt(kept.key, now);
  if (!kept || faultOf(key) !== undefined) return undefined;
  const { unchanged, claimed } = await claimTogether({ kept, nonce, now });
  if (unchanged) return { key, fault: undefined, claimed };
  forgetKey(kept);
  return undefined;
}

/**
 * The key a signed call names, with its secret opened; undefined for one that nobody has. Asked for anew
 * for every call: what was disabled, deleted or detached a moment ago is so for this one.
 */
export async function findSigningKey(accessKeyId: string, now: Date): Promise<FoundKey | undefined> {
  return (await checkSignature({ accessKeyId, now, nonce: null, faultOf: () => undefined })).key;
}
