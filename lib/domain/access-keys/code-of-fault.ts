import "server-only";
import type { AdmissionFault } from "./admit-signed-call";

/** RAM's codes: clients of ours and of the services know what to do with them. */
const codes: Record<AdmissionFault["fault"], string> = {
  missing: "IncompleteSignature",
  incomplete: "IncompleteSignature",
  "method-unsupported": "InvalidSignatureMethod",
  "temporary-key": "InvalidSecurityToken",
  "time-malformed": "InvalidTimeStamp.Format",
  "time-expired": "InvalidTimeStamp.Expired",
  mismatch: "SignatureDoesNotMatch",
  "too-many": "Throttling.User",
  "unknown-key": "InvalidAccessKeyId.NotFound",
  "nonce-used": "SignatureNonceUsed",
  "key-inactive": "InvalidAccessKeyId.Inactive",
  "owner-disabled": "InvalidAccessKeyId.Inactive",
  "address-refused": "NoPermission",
};

/** The documented code of a refusal. RAM's API names a missing parameter in a code of its own. */
export function codeOfFault({ fault }: AdmissionFault): string {
  return codes[fault];
}
