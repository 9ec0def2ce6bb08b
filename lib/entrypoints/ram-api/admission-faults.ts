import "server-only";
import type { AdmissionFault } from "@/lib/domain/access-keys/admit-signed-call";
import { codeOfFault } from "@/lib/domain/access-keys/code-of-fault";
import { missingParameter, RamFault } from "./ram-fault";

type Of<F extends AdmissionFault["fault"]> = Extract<AdmissionFault, { fault: F }>;
type Words = { [F in Exclude<AdmissionFault["fault"], "missing">]: [status: number, say: (refusal: Of<F>) => string] };

/** Each reason's status and sentence; a new reason does not compile until it has them. */
const words: Words = {
  incomplete: [400, () => "The request is not signed, or not by exactly one of V1 and V3 as documented."],
  "method-unsupported": [400, () => "Sign with HMAC-SHA1 (V1) or ACS3-HMAC-SHA256 (V3)."],
  "temporary-key": [400, () => "Espalier issues no temporary keys."],
  "time-malformed": [400, () => "Say the time as YYYY-MM-DDThh:mm:ssZ, in UTC."],
  "time-expired": [400, () => "The time is more than 15 minutes from ours."],
  mismatch: [400, ({ signed }) => `The signature does not match. What we signed is: ${signed}`],
  "too-many": [429, ({ seconds }) => `Too many calls. Try again in ${seconds} s.`],
  "unknown-key": [404, () => "There is no such AccessKey."],
  "nonce-used": [400, () => "This SignatureNonce was used before."],
  "key-inactive": [400, () => "The AccessKey is disabled or has expired."],
  "owner-disabled": [400, () => "The sub-account is disabled."],
  "address-refused": [403, () => "The AccessKey must not be used from this address."],
};

export function admissionFault(refusal: AdmissionFault, detail: Record<string, unknown> = {}): RamFault {
  if (refusal.fault === "missing") return missingParameter(refusal.name);
  const [status, say] = words[refusal.fault] as [number, (one: AdmissionFault) => string];
  const wait = refusal.fault === "too-many" ? { retryAfter: refusal.seconds } : {};
  return new RamFault(status, codeOfFault(refusal), say(refusal), { ...detail, ...wait });
}
