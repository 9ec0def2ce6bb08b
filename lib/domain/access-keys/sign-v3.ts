import "server-only";
import { createHash, createHmac } from "node:crypto";
import { encodeCanonicalQuery, maskPairs } from "./encode-canonical-query";
import type { Pair, SignedRequest } from "./signed-request-schema";
import type { OwnSignature } from "./verify-signature";

/** RAM's V3, ACS3-HMAC-SHA256: one signature for each host the client may have signed. */
export function signV3(
  request: SignedRequest,
  signedHeaders: readonly string[],
  secret: string,
  hosts: readonly string[],
): OwnSignature {
  const requestFor = (host: string, query: readonly Pair[]) =>
    [
      request.method,
      request.path,
      encodeCanonicalQuery(query),
      ...signedHeaders.map((name) => `${name}:${(name === "host" ? host : (request.headers.get(name) ?? "")).trim()}`),
      "",
      signedHeaders.join(";"),
      request.bodySha256,
    ].join("\n");
  const sign = (host: string) => {
    const hash = createHash("sha256").update(requestFor(host, request.query)).digest("hex");
    return createHmac("sha256", secret).update(`ACS3-HMAC-SHA256\n${hash}`).digest();
  };
  return { signatures: hosts.map(sign), signed: requestFor(hosts[0] ?? "", maskPairs(request.query)) };
}
