import "server-only";
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Pair, SignedRequest } from "@/lib/domain/access-keys/signed-request-schema";
import { invalidParameter, RamFault } from "./ram-fault";

const bodyBytesMax = 128 * 1024;
const parameterName = /^[A-Za-z0-9._-]{1,128}$/;
const formType = "application/x-www-form-urlencoded";

/**
 * The call as its client sent it, decoded once: the verifier and the action read the same pairs. Throws RAM's faults of
 * step 1: method, size, names, duplicates.
 */
export async function readRamRequest(incoming: IncomingMessage): Promise<SignedRequest> {
  const { method = "", url = "/" } = incoming;
  if (method !== "GET" && method !== "POST") throw new RamFault(400, "UnsupportedHTTPMethod", "Use GET or POST.");
  const [path = "/", search = ""] = url.split("?", 2);
  const headers = readHeaders(incoming.rawHeaders);
  const body = await readBody(incoming);
  const isForm = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() === formType;
  const query = decode(search);
  const form = isForm ? decode(body.toString("utf8")) : [];
  requireOnce([...query, ...form]);
  return {
    method,
    path,
    query,
    form,
    headers,
    bodySha256: createHash("sha256").update(body).digest("hex"),
    hasOtherBody: body.length > 0 && !isForm,
  };
}

/** Node keeps the first of two `host` lines: what was signed and what is read must be the same one, so two are refused. */
function readHeaders(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    if (headers.has(name) && /^(?:host|authorization|content-type|x-acs-.*)$/.test(name)) {
      throw new RamFault(400, "IncompleteSignature", `The header ${name} is given twice.`);
    }
    headers.set(name, raw[at + 1] ?? "");
  }
  return headers;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const tooLarge = () => new RamFault(413, "RequestEntityTooLarge", `Send at most ${bodyBytesMax} bytes.`);
  if (Number(incoming.headers["content-length"] ?? 0) > bodyBytesMax) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyBytesMax) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function decode(text: string): Pair[] {
  return text === "" ? [] : [...new URLSearchParams(text)];
}

function requireOnce(pairs: readonly Pair[]): void {
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    if (!parameterName.test(name)) throw new RamFault(400, "InvalidParameter", "A parameter's name cannot be used.");
    if (seen.has(name)) throw invalidParameter(name, "", `The parameter ${name} is given twice.`);
    if (value.includes("\0")) throw invalidParameter(name, "", `The parameter ${name} holds a NUL.`);
    seen.add(name);
  }
}
