import "server-only";
import type { Context, RequestFacts } from "@/lib/authorization/context";
import { RateLimiter } from "@/lib/foundation/rate-limiter";
import { accessKeyContext } from "./access-key-context";
import type { FoundKey } from "./check-signatures";
import { checkSignature, findSigningKey } from "./find-signing-key";
import { mayCallFrom, maySign } from "./rules";
import type { ClaimedSignature, SignatureFault, SignedRequest } from "./signed-request-schema";
import { verifySignature } from "./verify-signature";

interface Caller {
  requestId: string;
  now: Date;
  facts: RequestFacts;
  /** Each name the client may have signed as `host`. */
  hosts: readonly string[];
}

/** Why a call whose signature is well-formed is not let in, in the order of the checks. */
export type AdmissionFault =
  | SignatureFault
  | { fault: "too-many"; seconds: number }
  | { fault: "unknown-key" }
  | { fault: "nonce-used" }
  | { fault: "key-inactive" }
  | { fault: "owner-disabled" }
  | { fault: "address-refused" };

export type Admission =
  | { admitted: true; ctx: Context; key: FoundKey }
  /** `key`: whose call it was meant to be, so that its owner can learn of the refusal. */
  | { admitted: false; refusal: AdmissionFault; key: FoundKey | undefined; ctx?: Context };

/** For keys that nobody has: the same work, so that it takes the same time. */
const nobodysSecret = "espsk_0000000000000000000000000000000000000000000000000";

/** Of one key and one address: who knows a key's id cannot lock its owner out. */
const badSignatures = new RateLimiter({ limit: 20, seconds: 60 });
const calls = new RateLimiter({ limit: 100, seconds: 1 });

/**
 * Steps 3 to 11 of the contract for one signed request: time, signature, nonce, key, owner, address, rate. What is
 * kept of a key counts only where the database says, in this very call, that nothing of it has changed.
 */
export async function admitSignedCall(
  request: SignedRequest,
  claimed: ClaimedSignature,
  { hosts, ...caller }: Caller,
): Promise<Admission> {
  const { now, facts } = caller;
  const { accessKeyId, nonce } = claimed;
  const suspect = `${accessKeyId}|${facts.ip}`;
  const seconds = badSignatures.waitOf(suspect, now.getTime());
  if (seconds > 0) return { admitted: false, refusal: { fault: "too-many", seconds }, key: undefined };
  const {
    key,
    fault,
    claimed: isFirst,
  } = await checkSignature({
    accessKeyId,
    now,
    nonce,
    faultOf: (found) => verifySignature(request, claimed, { secret: found?.secret ?? nobodysSecret, now, hosts }),
  });
  if (fault) {
    if (fault.fault === "mismatch") badSignatures.take(suspect, now.getTime());
    const isUnknown = !key && fault.fault === "mismatch";
    return { admitted: false, refusal: isUnknown ? { fault: "unknown-key" } : fault, key };
  }
  if (!key) return { admitted: false, refusal: { fault: "unknown-key" }, key };
  if (!isFirst) return refuse("nonce-used", key);
  if (!maySign(key.standing)) return refuse("key-inactive", key);
  if (key.ownerDisabled) return refuse("owner-disabled", key);
  const ctx = accessKeyContext(key, caller);
  if (!mayCallFrom(facts.ip, key.networkPolicy, key.accountNetworkPolicy)) {
    return { ...refuse("address-refused", key), ctx };
  }
  const wait = calls.take(accessKeyId, now.getTime());
  if (wait > 0) return { admitted: false, refusal: { fault: "too-many", seconds: wait }, key };
  return { admitted: true, ctx, key };
}

type Plain = Exclude<AdmissionFault, { seconds: number } | { name: string } | { signed: string }>["fault"];

function refuse(fault: Plain, key: FoundKey): Extract<Admission, { admitted: false }> {
  return { admitted: false, refusal: { fault } as AdmissionFault, key };
}

/** The same caller on facts read anew, for a decision that went stale; undefined where it may not call any more. */
export async function admitOnceMore({
  ctx,
  key,
}: Extract<Admission, { admitted: true }>): Promise<Context | undefined> {
  const found = await findSigningKey(key.id, ctx.now);
  if (!found || !maySign(found.standing) || found.ownerDisabled) return undefined;
  const { requestId, now, facts } = ctx;
  return accessKeyContext(found, { requestId, now, facts });
}
