/** One decoded parameter. A list of them keeps the order they were sent in. */
export type Pair = readonly [name: string, value: string];

/** A request somebody signed, decoded once: the verifier and the handler read the same pairs. */
export interface SignedRequest {
  method: string;
  /** As sent, without the query. */
  path: string;
  query: readonly Pair[];
  /** Empty unless the body is urlencoded. */
  form: readonly Pair[];
  /** Lower-case names, one value each. */
  headers: ReadonlyMap<string, string>;
  /** SHA-256 over the raw body, in hex, computed by us: what the request says of it is only compared. */
  bodySha256: string;
  /** The body is neither empty nor a form. */
  hasOtherBody: boolean;
}

interface SignatureBase {
  accessKeyId: string;
  /** The time as sent; empty where it was left out. */
  date: string;
  signature: string;
}

/** What a request says about its signature; nothing of it is proved yet. */
export type ClaimedSignature =
  | (SignatureBase & { scheme: "v1"; nonce: string })
  | (SignatureBase & { scheme: "v3"; nonce: string; signedHeaders: string[] })
  | (SignatureBase & {
      scheme: "sigv4";
      nonce: null;
      signedHeaders: string[];
      region: string;
      service: string;
      day: string;
    });

/** Why a signature is refused, in the order of the checks; each edge has its code for each. */
export type SignatureFault =
  | { fault: "missing"; name: string }
  | { fault: "incomplete" }
  | { fault: "method-unsupported" }
  | { fault: "temporary-key" }
  | { fault: "time-malformed" }
  | { fault: "time-expired" }
  /** `signed` is the text we computed the signature over, with passwords and codes masked. */
  | { fault: "mismatch"; signed: string };
