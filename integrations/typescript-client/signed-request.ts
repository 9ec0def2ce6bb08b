import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What Espalier needs of a request to tell whose signature it carries. */
export interface SignedRequestParts {
  method: string;
  /** Path and query, as they arrived. */
  path: string;
  headers: Record<string, string>;
  /** A form, whose fields are signed one by one. */
  body?: string;
  /** Of any other body. */
  bodySha256?: string;
}

/** The client's request names a header twice: which of them was signed nobody can say. */
export class AmbiguousRequest extends Error {
  override readonly name = "AmbiguousRequest";
}

/**
 * The parts of a request as it arrived. Give the body's bytes before anything has read them as something else. Throws
 * `AmbiguousRequest`, which is the client's fault (400).
 */
export function signedRequestOf(
  { method = "GET", url = "/", rawHeaders }: Pick<IncomingMessage, "method" | "url" | "rawHeaders">,
  body: Uint8Array,
): SignedRequestParts {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    if (Object.hasOwn(headers, name)) throw new AmbiguousRequest(`${name} is given twice`);
    headers[name] = String(rawHeaders[index + 1]);
  }
  const parts = { method, path: url, headers };
  if (body.length === 0) return parts;
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return { ...parts, body: new TextDecoder().decode(body) };
  }
  return { ...parts, bodySha256: createHash("sha256").update(body).digest("hex") };
}
