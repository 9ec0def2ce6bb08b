import "server-only";
import { timingSafeEqual } from "node:crypto";
import { signSigv4 } from "./sign-sigv4";
import { signV1 } from "./sign-v1";
import { signV3 } from "./sign-v3";
import type { ClaimedSignature, SignatureFault, SignedRequest } from "./signed-request-schema";

export interface SigningKey {
  secret: string;
  now: Date;
  /** Each `Host` the client may have signed: as received, without its port, as trusted proxies know it. */
  hosts: readonly string[];
}

/** What a scheme makes of a request: one signature per host it may have signed, and the text behind the first. */
export interface OwnSignature {
  signatures: Buffer[];
  /** Masked: fit to be shown to whoever made the call. */
  signed: string;
}

const skewMs = 15 * 60_000;

/**
 * Steps 3 to 6 of the contract: the time, the hash of the body, what must be signed, and the signature itself, compared
 * in constant time. Pure; undefined means that it holds. For an unknown key the caller passes a dummy secret, so that
 * it costs the same.
 */
export function verifySignature(
  request: SignedRequest,
  claimed: ClaimedSignature,
  { secret, now, hosts }: SigningKey,
): SignatureFault | undefined {
  const time = readTime(claimed);
  if (time === undefined) return { fault: "time-malformed" };
  if (Math.abs(now.getTime() - time) > skewMs) return { fault: "time-expired" };
  const own = sign(request, claimed, secret, hosts);
  // As text: base64 that is decoded leniently lets one signature be written in many ways.
  const encoding = claimed.scheme === "v1" ? "base64" : "hex";
  const matches = own.signatures.map((one) => equalTexts(one.toString(encoding), claimed.signature));
  const isWhole = isBodyAsSaid(request) && coversWhatMatters(request, claimed);
  return matches.includes(true) && isWhole ? undefined : { fault: "mismatch", signed: own.signed };
}

function sign(request: SignedRequest, claimed: ClaimedSignature, secret: string, hosts: readonly string[]) {
  switch (claimed.scheme) {
    case "v1":
      return signV1(request, secret);
    case "v3":
      return signV3(request, claimed.signedHeaders, secret, hosts);
    case "sigv4":
      return signSigv4(request, claimed, secret, hosts);
  }
}

const extended = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

function readTime({ scheme, date }: ClaimedSignature): number | undefined {
  const iso = scheme === "sigv4" ? date.replace(basic, "$1-$2-$3T$4:$5:$6Z") : date;
  if (!extended.test(iso)) return undefined;
  const time = Date.parse(iso);
  // 30 February parses in some engines, as another day.
  return Number.isNaN(time) || new Date(time).toISOString() !== iso.replace("Z", ".000Z") ? undefined : time;
}

const saysBody = ["x-acs-content-sha256", "x-amz-content-sha256"];

function isBodyAsSaid({ headers, bodySha256 }: SignedRequest): boolean {
  return saysBody.every((name) => (headers.get(name) ?? bodySha256) === bodySha256);
}

const alwaysSigned = {
  v1: [],
  v3: ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"],
  sigv4: ["host", "x-amz-date"],
};
const signedWhenPresent = {
  v1: /^$/,
  v3: /^(?:host|content-type|x-acs-.*)$/,
  sigv4: /^(?:host|content-type|x-amz-.*)$/,
};

/** Nothing that changes what a request means may stand beside the signature; names are sorted, lower case, once each. */
function coversWhatMatters({ headers }: SignedRequest, claimed: ClaimedSignature): boolean {
  if (claimed.scheme === "v1") return true;
  const { scheme, signedHeaders } = claimed;
  const isOrdered = signedHeaders.every((name, index) => index === 0 || (signedHeaders[index - 1] ?? "") < name);
  const signed = new Set(signedHeaders);
  return (
    isOrdered &&
    signedHeaders.every((name) => name === name.toLowerCase() && headers.has(name)) &&
    alwaysSigned[scheme].every((name) => signed.has(name)) &&
    [...headers.keys()].every((name) => signed.has(name) || !signedWhenPresent[scheme].test(name))
  );
}

function equalTexts(own: string, theirs: string): boolean {
  const [left, right] = [Buffer.from(own), Buffer.from(theirs)];
  return timingSafeEqual(left, right.length === left.length ? right : Buffer.alloc(left.length));
}
