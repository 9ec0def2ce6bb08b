import { createHash } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildV1Request, buildV3Request } from "@/tests/support/sign-request";
import vectors from "@/tests/support/signature-vectors.json";
import { readSignature } from "./read-signature";
import { signV1 } from "./sign-v1";
import { signV3 } from "./sign-v3";
import type { ClaimedSignature, Pair, SignedRequest } from "./signed-request-schema";
import { verifySignature } from "./verify-signature";

const key = { accessKeyId: "LTAItest", secret: "espsk_test" };
const host = "127.0.0.1:3000";
const now = new Date("2026-11-26T14:00:00Z");

function claimOf(request: SignedRequest): ClaimedSignature {
  const claimed = readSignature(request);
  if ("fault" in claimed) throw new Error(claimed.fault);
  return claimed;
}

/** Everything in the order a door does it: what is refused before the signature counts as refused. */
function verify(request: SignedRequest, { secret = key.secret, hosts = [host], at = now } = {}) {
  const claimed = readSignature(request);
  if ("fault" in claimed) return claimed.fault;
  return verifySignature(request, claimed, { secret, now: at, hosts })?.fault;
}

const v1 = (call = {}) =>
  buildV1Request(key, { action: "CreateUser", query: { UserName: "ada" }, now, ...call }).request;
const v3 = (call = {}) =>
  buildV3Request(key, { action: "CreateUser", query: { UserName: "ada" }, now, ...call }).request;

describe("the official vectors", () => {
  it("V1: string to sign and signature, byte for byte", () => {
    const { parameters, stringToSign, signature, accessKeySecret, method } = vectors.v1;
    const query = Object.entries(parameters);
    const request = { method, path: "/", query, form: [], headers: new Map(), bodySha256: "", hasOtherBody: false };
    const own = signV1(request, accessKeySecret);
    expect(own.signed).toBe(stringToSign);
    expect(own.signatures[0]?.toString("base64")).toBe(signature);
  });

  it("V3: canonical request and signature, byte for byte", () => {
    const { query, headers, signedHeaders, canonicalRequest, signature, accessKeySecret, method, path } = vectors.v3;
    const request: SignedRequest = {
      method,
      path,
      query: Object.entries(query),
      form: [],
      headers: new Map(Object.entries({ ...headers, authorization: vectors.v3.authorization })),
      bodySha256: createHash("sha256").update(vectors.v3.body).digest("hex"),
      hasOtherBody: false,
    };
    const own = signV3(request, signedHeaders.split(";"), accessKeySecret, [headers.host]);
    expect(own.signed).toBe(canonicalRequest);
    expect(own.signatures[0]?.toString("hex")).toBe(signature);
    const at = new Date(headers["x-acs-date"]);
    expect(verify(request, { secret: accessKeySecret, hosts: [headers.host], at })).toBeUndefined();
  });
});

const odd = "!'()*~+ %20\"&=/?中文🌱";

describe("a right signature holds", () => {
  it.each([
    ["V1 by query", v1({ query: { UserName: odd } })],
    ["V1 by form", v1({ method: "POST", form: { Comments: odd } })],
    ["V3 by query", v3({ query: { UserName: odd, Empty: "" } })],
    ["V3 by form", v3({ form: { Comments: odd } })],
  ])("%s", (_, request) => {
    expect(verify(request)).toBeUndefined();
    expect(verify(request, { secret: "another" })).toBe("mismatch");
  });

  it("under any of the names the host goes by, and under no other", () => {
    const request = v3({ host: "127.0.0.1" });
    expect(verify(request, { hosts: [host, "127.0.0.1"] })).toBeUndefined();
    expect(verify(request, { hosts: [host, "ram.example.com"] })).toBe("mismatch");
  });

  it.each(["execute-api", "s3"])("SigV4 by AWS's own signer, for %s", async (service) => {
    const signer = new SignatureV4({
      credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secret },
      region: "eu-west-1",
      service,
      sha256: Sha256,
      uriEscapePath: service !== "s3",
    });
    const body = JSON.stringify({ name: odd });
    const signed = await signer.sign(
      {
        method: "PUT",
        protocol: "https:",
        hostname: "models.example.com",
        path: "/v1/models/a%20b/",
        query: { q: odd, empty: "" },
        headers: { host: "models.example.com", "content-type": "application/json", "x-amz-meta": "a   b" },
        body,
      },
      { signingDate: now },
    );
    const request: SignedRequest = {
      method: "PUT",
      path: signed.path,
      query: Object.entries(signed.query ?? {}) as Pair[],
      form: [],
      headers: new Map(Object.entries(signed.headers)),
      bodySha256: createHash("sha256").update(body).digest("hex"),
      hasOtherBody: true,
    };
    const hosts = ["models.example.com"];
    expect(verify(request, { hosts })).toBeUndefined();
    expect(verify({ ...request, path: "/v1/models/other/" }, { hosts })).toBe("mismatch");
    expect(verify({ ...request, bodySha256: "0".repeat(64) }, { hosts })).toBe("mismatch");
    expect(verify({ ...request, headers: new Map([...request.headers, ["x-amz-acl", "public"]]) }, { hosts })).toBe(
      "mismatch",
    );
  });
});

const withHeader = (request: SignedRequest, name: string, value: string | undefined) => {
  const headers = new Map(request.headers);
  if (value === undefined) headers.delete(name);
  else headers.set(name, value);
  return { ...request, headers };
};
const withPair = (request: SignedRequest, name: string, value: string | undefined) => ({
  ...request,
  query: [...request.query.filter(([one]) => one !== name), ...(value === undefined ? [] : [[name, value] as Pair])],
});
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

describe("what is refused, and as what", () => {
  it.each([
    ["no signature at all", withPair(v1(), "Signature", undefined), "incomplete"],
    ["two schemes at once", withPair(v3(), "Signature", "x"), "incomplete"],
    ["an Action beside another x-acs-action", withPair(v3(), "Action", "DeleteUser"), "incomplete"],
    ["V1 without a nonce", withPair(v1(), "SignatureNonce", undefined), "missing"],
    ["V3 without a nonce", withHeader(v3(), "x-acs-signature-nonce", undefined), "missing"],
    ["V1 with another method", withPair(v1(), "SignatureMethod", "HMAC-SHA256"), "method-unsupported"],
    ["V1 as a bearer token", withPair(v1(), "SignatureType", "BEARERTOKEN"), "method-unsupported"],
    ["V3 with SM3", withHeader(v3(), "authorization", "ACS3-HMAC-SM3 Credential=a"), "method-unsupported"],
    ["a temporary key", withPair(v1(), "SecurityToken", "x"), "temporary-key"],
    ["a temporary key in a header", withHeader(v3(), "x-acs-security-token", "x"), "temporary-key"],
    ["V1 with a body that is not a form", { ...v1(), hasOtherBody: true }, "incomplete"],
    ["no time", withPair(v1(), "Timestamp", undefined), "time-malformed"],
    ["no x-acs-date", withHeader(v3(), "x-acs-date", undefined), "time-malformed"],
    ["30 February", withPair(v1(), "Timestamp", "2026-02-30T00:00:00Z"), "time-malformed"],
    ["16 minutes old", v1({ now: minutes(-16) }), "time-expired"],
    ["16 minutes ahead", v3({ now: minutes(16) }), "time-expired"],
    ["another body", { ...v3(), bodySha256: "0".repeat(64) }, "mismatch"],
    ["an x-acs- header nobody signed", withHeader(v3(), "x-acs-extra", "1"), "mismatch"],
    ["a content type nobody signed", withHeader(v3(), "content-type", "text/plain"), "mismatch"],
    ["no hash of the body", withHeader(v3(), "x-acs-content-sha256", undefined), "mismatch"],
  ])("%s", (_, request, fault) => {
    expect(verify(request)).toBe(fault);
  });

  it("14 minutes either way are within the skew", () => {
    for (const at of [minutes(-14), minutes(14)]) {
      expect(verify(v1({ now: at }))).toBeUndefined();
      expect(verify(v3({ now: at }))).toBeUndefined();
    }
  });

  it("a mismatch shows what we signed, without a password, a code, a secret or the signature we expected", () => {
    for (const request of [
      v1({ query: { Password: "hunter-2", AuthenticationCode1: "123456" } }),
      v3({ query: { NewPassword: "hunter-2" } }),
    ]) {
      const wrong = verifySignature(request, claimOf(request), { secret: "another", now, hosts: [host] });
      const shown = JSON.stringify(wrong);
      expect(shown).toContain("CreateUser");
      expect(shown).toMatch(/(?:%2A|%252A){3}/);
      expect(shown).not.toMatch(/hunter|123456|another/);
      const expected = verifySignature(request, claimOf(request), { secret: key.secret, now, hosts: [host] });
      expect(expected).toBeUndefined();
      expect(shown).not.toContain(claimOf(request).signature);
    }
  });
});

/** One change somewhere in what was sent; never the same request again. */
const mutation = fc.record({
  where: fc.constantFrom("name", "value", "header", "header-name", "method", "body", "signature", "drop", "add"),
  index: fc.nat(30),
  text: fc.string({ minLength: 1, maxLength: 12 }),
});

const changed = (text: string, by: string) => (text.startsWith(by) ? `${text}${by}` : `${by}${text.slice(by.length)}`);

function mutate(request: SignedRequest, { where, index, text }: { where: string; index: number; text: string }) {
  const pairs = [...request.query];
  const names = [...request.headers.keys()];
  const pair = pairs[index % Math.max(pairs.length, 1)] ?? ["UserName", "ada"];
  const name = names[index % names.length] ?? "host";
  const others = pairs.filter(([one]) => one !== pair[0]);
  switch (where) {
    case "name":
      return { ...request, query: [...others, [changed(pair[0], text), pair[1]] as Pair] };
    case "value":
      return { ...request, query: [...others, [pair[0], changed(pair[1], text)] as Pair] };
    case "drop":
      return { ...request, query: others };
    case "add":
      return { ...request, query: [...pairs, [`x${text}`, text] as Pair] };
    case "method":
      return { ...request, method: request.method === "GET" ? "POST" : "GET" };
    case "body":
      return { ...request, bodySha256: createHash("sha256").update(text).digest("hex"), hasOtherBody: true };
    case "header":
      return withHeader(request, name, changed(request.headers.get(name) ?? "", text));
    case "header-name":
      return withHeader(withHeader(request, name, undefined), `x-acs-${name}`, request.headers.get(name));
    default:
      return request.headers.has("authorization")
        ? withHeader(request, "authorization", `${request.headers.get("authorization")?.slice(0, -1)}g`)
        : withPair(request, "Signature", changed(new Map(pairs).get("Signature") ?? "", text));
  }
}

describe("a changed request", () => {
  it.each([
    ["V1", v1({ query: { UserName: "ada", DisplayName: "Ada L" } })],
    ["V3", v3({ query: { UserName: "ada", DisplayName: "Ada L" }, form: { Comments: "x" } })],
  ])("%s: whatever was changed, it is refused and nothing throws", (scheme, request) => {
    fc.assert(
      fc.property(mutation, (change) => {
        // V1 signs no header: what it does not sign it does not obey.
        fc.pre(scheme === "V3" || !change.where.startsWith("header"));
        const sent = mutate(request, change);
        expect(verify(sent, { hosts: [sent.headers.get("host") ?? ""] })).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
