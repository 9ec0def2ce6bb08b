import { createHash, randomBytes } from "node:crypto";
import { signV1 } from "@/lib/domain/access-keys/sign-v1";
import { signV3 } from "@/lib/domain/access-keys/sign-v3";
import type { Pair, SignedRequest } from "@/lib/domain/access-keys/signed-request-schema";

export interface TestKey {
  accessKeyId: string;
  secret: string;
}

interface Call {
  method?: "GET" | "POST";
  action: string;
  version?: string;
  query?: Record<string, string>;
  form?: Record<string, string>;
  host?: string;
  now?: Date;
}

const isoSecond = (now: Date) => `${now.toISOString().slice(0, 19)}Z`;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const urlencoded = (form: Record<string, string>) => new URLSearchParams(form).toString();

/** A request as a RAM client sends it, V1: every parameter in the query or the form. */
export function buildV1Request(key: TestKey, { method = "GET", action, version, query, form, host, now }: Call) {
  const common: Record<string, string> = {
    Action: action,
    Version: version ?? "2015-05-01",
    AccessKeyId: key.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: randomBytes(16).toString("hex"),
    Timestamp: isoSecond(now ?? new Date()),
    Format: "JSON",
    ...query,
  };
  const body = form ? urlencoded(form) : "";
  const unsigned = request({ method, query: Object.entries(common), form, body, host });
  const [signature] = signV1(unsigned, key.secret).signatures;
  const query2: Pair[] = [...unsigned.query, ["Signature", (signature ?? Buffer.alloc(0)).toString("base64")]];
  return { request: { ...unsigned, query: query2 }, body };
}

/** The same, V3: everything about the call in signed headers. */
export function buildV3Request(key: TestKey, { method = "POST", action, version, query = {}, form, host, now }: Call) {
  const body = form ? urlencoded(form) : "";
  const unsigned = request({ method, query: Object.entries(query), form, body, host });
  const headers = new Map([
    ...unsigned.headers,
    ["x-acs-action", action],
    ["x-acs-content-sha256", sha256(body)],
    ["x-acs-date", isoSecond(now ?? new Date())],
    ["x-acs-signature-nonce", randomBytes(16).toString("hex")],
    ["x-acs-version", version ?? "2015-05-01"],
  ]);
  const names = [...headers.keys()].sort();
  const [signature] = signV3({ ...unsigned, headers }, names, key.secret, [headers.get("host") ?? ""]).signatures;
  headers.set(
    "authorization",
    `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature?.toString("hex")}`,
  );
  return { request: { ...unsigned, headers }, body };
}

function request({
  method,
  query,
  form,
  body,
  host = "127.0.0.1:3000",
}: {
  method: string;
  query: Pair[];
  form: Record<string, string> | undefined;
  body: string;
  host?: string | undefined;
}): SignedRequest {
  const headers = new Map([["host", host]]);
  if (form) headers.set("content-type", "application/x-www-form-urlencoded");
  return {
    method,
    path: "/",
    query,
    form: Object.entries(form ?? {}),
    headers,
    bodySha256: sha256(body),
    hasOtherBody: false,
  };
}
