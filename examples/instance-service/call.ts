import { createHash, createHmac, randomBytes } from "node:crypto";
import { parseArgs } from "node:util";

const usage = "node call.ts <origin> <Action> [Name=Value …], the key in ALIBABA_CLOUD_ACCESS_KEY_ID and …_SECRET";

const { positionals } = parseArgs({ allowPositionals: true });
const [origin, action, ...pairs] = positionals;
const { ALIBABA_CLOUD_ACCESS_KEY_ID: keyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret } = process.env;
if (!origin || !action || !keyId || !secret) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}

const response = await call(new URL(origin), action, pairs);
process.stdout.write(`${JSON.stringify(await response.json(), null, 2)}\n`);
process.exitCode = response.ok ? 0 : 1;

/** One call as SDKs sign it: ACS3-HMAC-SHA256, all parameters in the query. */
function call({ origin: base, host }: URL, name: string, words: readonly string[]): Promise<Response> {
  const query = words
    .map((word) => word.split(/=(.*)/s, 2).map(encode).join("="))
    .toSorted()
    .join("&");
  const bodyHash = sha256("");
  const headers: Record<string, string> = {
    host,
    "x-acs-action": name,
    "x-acs-content-sha256": bodyHash,
    "x-acs-date": `${new Date().toISOString().slice(0, 19)}Z`,
    "x-acs-signature-nonce": randomBytes(16).toString("hex"),
    "x-acs-version": "2026-11-01",
  };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((one) => `${one}:${headers[one]}\n`).join("");
  const canonical = ["POST", "/", query, lines, names.join(";"), bodyHash].join("\n");
  const signature = createHmac("sha256", String(secret))
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest("hex");
  headers.authorization = `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return fetch(`${base}/?${query}`, { method: "POST", headers });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
