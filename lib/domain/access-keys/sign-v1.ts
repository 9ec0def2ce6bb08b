import "server-only";
import { createHmac } from "node:crypto";
import { encodeCanonicalQuery, encodeStrictly, maskPairs } from "./encode-canonical-query";
import type { Pair, SignedRequest } from "./signed-request-schema";
import type { OwnSignature } from "./verify-signature";

/** RAM's V1: HMAC-SHA1 over every parameter but the signature; the path is always `/`. */
export function signV1({ method, query, form }: SignedRequest, secret: string): OwnSignature {
  const pairs = [...query, ...form].filter(([name]) => name !== "Signature");
  const text = textOf(method, pairs);
  return {
    signatures: [createHmac("sha1", `${secret}&`).update(text).digest()],
    signed: textOf(method, maskPairs(pairs)),
  };
}

function textOf(method: string, pairs: readonly Pair[]): string {
  return `${method}&%2F&${encodeStrictly(encodeCanonicalQuery(pairs))}`;
}
