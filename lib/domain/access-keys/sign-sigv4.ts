import "server-only";
import { createHash, createHmac } from "node:crypto";
import { encodeCanonicalQuery, encodeStrictly, maskPairs } from "./encode-canonical-query";
import type { ClaimedSignature, Pair, SignedRequest } from "./signed-request-schema";
import type { OwnSignature } from "./verify-signature";

type Sigv4 = Extract<ClaimedSignature, { scheme: "sigv4" }>;

/** AWS Signature Version 4 in the Authorization header, for services whose clients speak it; any region and service. */
export function signSigv4(
  request: SignedRequest,
  { signedHeaders, date, day, region, service }: Sigv4,
  secret: string,
  hosts: readonly string[],
): OwnSignature {
  const value = (name: string, host: string) => (name === "host" ? host : (request.headers.get(name) ?? ""));
  const requestFor = (host: string, query: readonly Pair[]) =>
    [
      request.method,
      canonicalPath(request.path, service),
      encodeCanonicalQuery(query),
      ...signedHeaders.map((name) => `${name}:${value(name, host).trim().replace(/\s+/g, " ")}`),
      "",
      signedHeaders.join(";"),
      request.bodySha256,
    ].join("\n");
  // The day of the key must be the day of the request: another day's text is signed by nobody.
  const scope = `${date.startsWith(day) ? day : ""}/${region}/${service}/aws4_request`;
  const key = [day, region, service, "aws4_request"].reduce<Buffer | string>(
    (previous, part) => createHmac("sha256", previous).update(part).digest(),
    `AWS4${secret}`,
  );
  const sign = (host: string) => {
    const hash = createHash("sha256").update(requestFor(host, request.query)).digest("hex");
    return createHmac("sha256", key).update(["AWS4-HMAC-SHA256", date, scope, hash].join("\n")).digest();
  };
  return { signatures: hosts.map(sign), signed: requestFor(hosts[0] ?? "", maskPairs(request.query)) };
}

/** Encoded a second time, with `.` and `..` taken out; S3 alone signs the path as it is. */
function canonicalPath(path: string, service: string): string {
  if (service === "s3") return path;
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const trailing = kept.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${kept.map(encodeStrictly).join("/")}${trailing}`;
}
