import "server-only";
import type { AdmissionFault } from "@/lib/domain/access-keys/admit-signed-call";
import { missingParameter, RamFault } from "./ram-fault";

type Of<F extends AdmissionFault["fault"]> = Extract<AdmissionFault, { fault: F }>;
type Table = { [F in AdmissionFault["fault"]]: (refusal: Of<F>, detail: Record<string, unknown>) => RamFault };

/** Each reason's documented code; a new reason does not compile until it has one. */
const table: Table = {
  missing: ({ name }) => missingParameter(name),
  incomplete: () =>
    new RamFault(
      400,
      "IncompleteSignature",
      "The request is not signed, or not by exactly one of V1 and V3 as documented.",
    ),
  "method-unsupported": () =>
    new RamFault(400, "InvalidSignatureMethod", "Sign with HMAC-SHA1 (V1) or ACS3-HMAC-SHA256 (V3)."),
  "temporary-key": () => new RamFault(400, "InvalidSecurityToken", "Espalier issues no temporary keys."),
  "time-malformed": () => new RamFault(400, "InvalidTimeStamp.Format", "Say the time as YYYY-MM-DDThh:mm:ssZ, in UTC."),
  "time-expired": () => new RamFault(400, "InvalidTimeStamp.Expired", "The time is more than 15 minutes from ours."),
  mismatch: ({ signed }) =>
    new RamFault(400, "SignatureDoesNotMatch", `The signature does not match. What we signed is: ${signed}`),
  "too-many": ({ seconds }) =>
    new RamFault(429, "Throttling.User", `Too many calls. Try again in ${seconds} s.`, { retryAfter: seconds }),
  "unknown-key": () => new RamFault(404, "InvalidAccessKeyId.NotFound", "There is no such AccessKey."),
  "nonce-used": () => new RamFault(400, "SignatureNonceUsed", "This SignatureNonce was used before."),
  "key-inactive": () => new RamFault(400, "InvalidAccessKeyId.Inactive", "The AccessKey is disabled or has expired."),
  "owner-disabled": () => new RamFault(400, "InvalidAccessKeyId.Inactive", "The sub-account is disabled."),
  "address-refused": (_, detail) =>
    new RamFault(403, "NoPermission", "The AccessKey must not be used from this address.", detail),
};

export function admissionFault<F extends AdmissionFault>(refusal: F, detail: Record<string, unknown> = {}): RamFault {
  return (table[refusal.fault] as (one: F, detail: Record<string, unknown>) => RamFault)(refusal, detail);
}
