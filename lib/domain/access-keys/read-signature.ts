import "server-only";
import type { ClaimedSignature, SignatureFault, SignedRequest } from "./signed-request-schema";

type Read = ClaimedSignature | SignatureFault;

const incomplete = { fault: "incomplete" } as const;
const keyId = /^[A-Za-z0-9._-]{1,128}$/;
const nonce = /^[\x21-\x7e]{1,128}$/;

/** What the request says about its signature: exactly one scheme, its fields present and well-formed. Proves nothing. */
export function readSignature(request: SignedRequest): Read {
  const authorization = request.headers.get("authorization") ?? "";
  const parameters = new Map([...request.query, ...request.form]);
  const isV3 = authorization.startsWith("ACS3-");
  const isSigv4 = authorization.startsWith("AWS4-");
  const isV1 = parameters.has("Signature");
  if (isV1 && (isV3 || isSigv4)) return incomplete;
  if (isV3) return readV3(request, authorization, parameters);
  if (isSigv4) return readSigv4(request, authorization);
  return isV1 ? readV1(request, parameters) : incomplete;
}

const requiredByV1 = ["AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Action", "Version"];

function readV1(request: SignedRequest, parameters: ReadonlyMap<string, string>): Read {
  const missing = requiredByV1.find((name) => !parameters.get(name));
  if (missing) return { fault: "missing", name: missing };
  const of = (name: string) => parameters.get(name) ?? "";
  if (of("SignatureMethod") !== "HMAC-SHA1" || of("SignatureType")) return { fault: "method-unsupported" };
  if (of("SecurityToken")) return { fault: "temporary-key" };
  const isWellFormed =
    of("SignatureVersion") === "1.0" && keyId.test(of("AccessKeyId")) && nonce.test(of("SignatureNonce"));
  // V1 signs parameters alone: any other body would be obeyed without having been signed.
  if (!isWellFormed || request.hasOtherBody) return incomplete;
  return {
    scheme: "v1",
    accessKeyId: of("AccessKeyId"),
    date: of("Timestamp"),
    nonce: of("SignatureNonce"),
    signature: of("Signature"),
  };
}

const v3Shape = /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

function readV3(request: SignedRequest, authorization: string, parameters: ReadonlyMap<string, string>): Read {
  if (!authorization.startsWith("ACS3-HMAC-SHA256 ")) return { fault: "method-unsupported" };
  const [, credential = "", signed = "", signature = ""] = v3Shape.exec(authorization) ?? [];
  const of = (name: string) => request.headers.get(`x-acs-${name}`) ?? "";
  if (!keyId.test(credential)) return incomplete;
  if (!of("action")) return { fault: "missing", name: "Action" };
  if (!of("version")) return { fault: "missing", name: "Version" };
  if (!of("signature-nonce")) return { fault: "missing", name: "SignatureNonce" };
  if (of("security-token") || parameters.get("SecurityToken")) return { fault: "temporary-key" };
  const contradicts = (name: string, header: string) => (parameters.get(name) ?? of(header)) !== of(header);
  if (contradicts("Action", "action") || contradicts("Version", "version")) return incomplete;
  if (!nonce.test(of("signature-nonce"))) return incomplete;
  return {
    scheme: "v3",
    accessKeyId: credential,
    date: of("date"),
    nonce: of("signature-nonce"),
    signature,
    signedHeaders: signed.split(";"),
  };
}

const sigv4Shape =
  /^AWS4-HMAC-SHA256 Credential=([^,/]+)\/(\d{8})\/([^,/]+)\/([^,/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

function readSigv4(request: SignedRequest, authorization: string): Read {
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) return { fault: "method-unsupported" };
  const [, accessKeyId = "", day = "", region = "", service = "", signed = "", signature = ""] =
    sigv4Shape.exec(authorization) ?? [];
  if (!keyId.test(accessKeyId)) return incomplete;
  if (request.headers.has("x-amz-security-token")) return { fault: "temporary-key" };
  const date = request.headers.get("x-amz-date") ?? "";
  return {
    scheme: "sigv4",
    accessKeyId,
    date,
    nonce: null,
    signature,
    signedHeaders: signed.split(";"),
    region,
    service,
    day,
  };
}
