import "server-only";
import { createHash } from "node:crypto";
import * as z from "zod";
import { authorizeForService } from "@/lib/domain/access-keys/authorize-for-service";
import { codeOfFault } from "@/lib/domain/access-keys/code-of-fault";
import type { Pair } from "@/lib/domain/access-keys/signed-request-schema";
import { verifySignedRequest } from "@/lib/domain/access-keys/verify-signed-request";
import { judgeDecision } from "@/lib/domain/limits/judge-decision";
import { platformRoute } from "../platform-route";

const action = z
  .string()
  .min(3)
  .max(256)
  .regex(/^[\w-]+:[\w.-]+$/)
  .meta({ examples: ["compute:StartInstance"] });
const resource = z
  .string()
  .max(1024)
  .regex(/^acs:[^:]+:[^:]*:\d{16}:.+$/)
  .meta({ examples: ["acs:compute:eu-1:1234567890123456:instance/i-1"] });
const ownResource = z
  .string()
  .max(1024)
  .regex(/^acs:[^:]+:[^:]*:(?:\d{16})?:.+$/)
  .describe("The account may be left empty, `acs:compute:eu-1::instance/i-1`: it is the signer's own.")
  .meta({ examples: ["acs:compute:eu-1::instance/i-1"] });
const costs = z
  .boolean()
  .optional()
  .describe(
    "Whether the action begins something that costs. Left out, its name decides: Get…, List…, Stop…, Delete… and the like never do, everything else does.",
  );
const conditions = z.record(z.string().max(128), z.string().max(1024)).default({});
const client = {
  sourceIp: z.union([z.ipv4(), z.ipv6()]).describe("The client's address, as the service saw it."),
  secureTransport: z.boolean().default(true),
};

const Decision = z
  .object({
    allowed: z.boolean(),
    outcome: z.enum(["allowed", "explicit-deny", "implicit-deny"]),
    by: z
      .object({ policyType: z.string(), policyName: z.string(), version: z.string(), statement: z.int() })
      .nullable()
      .describe("The statement that decided, counted from 0; null where nothing allowed it."),
    spend: z
      .union([
        z.object({ verdict: z.literal("allow"), allowed: z.literal(true) }),
        z.object({
          verdict: z
            .enum(["ask", "deny"])
            .describe(
              "`ask`: somebody of the account may approve it in the console; then the same question is allowed.",
            ),
          allowed: z.literal(false),
          reason: z.enum(["spend_limit", "account_limit", "wallet_exhausted", "suspended", "approval_required"]),
          limit: z
            .object({
              window: z.string(),
              soft: z.string().nullable(),
              hard: z.string().nullable(),
              atHard: z
                .enum(["block_new", "throttle", "stop"])
                .describe("What the hard amount does to what runs: nothing, slow it, stop it. Webhooks order it."),
              spent: z.string(),
              resetsAt: z.string().nullable(),
            })
            .nullable()
            .describe("The first limit that stands in the way; null where it is the wallet."),
        }),
      ])
      .nullable()
      .describe(
        "Whether something that costs may begin now. null: no policy allowed the action, or it costs nothing. `allowed` above takes it in.",
      ),
    ttlSeconds: z.literal(0).describe("How long the answer may be kept: not at all."),
  })
  .meta({ id: "Decision" });

const SignedRequestParts = z.strictObject({
  method: z.string().regex(/^[A-Z]{1,16}$/),
  path: z.string().startsWith("/").max(32_768).describe("Path and query, as they arrived."),
  headers: z.record(z.string().max(128), z.string().max(16_384)),
  body: z.string().max(131_072).optional().describe("The body as text, where it is UTF-8. Needed for a V1 form."),
  bodySha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe("Instead of the body: its SHA-256, which the service computed itself."),
});

const VerifySignature = z.strictObject({
  request: SignedRequestParts,
  ...client,
  action: action.optional(),
  resource: ownResource.optional(),
  conditions,
  costs,
});

const Verdict = z
  .object({
    valid: z.boolean(),
    code: z.string().optional().describe("Why the signature is refused; RAM's code."),
    stringToSign: z.string().optional().describe("Ours, with secrets masked, where the signature does not match."),
    identity: z
      .object({
        accountUid: z.string(),
        accountName: z.string(),
        subAccount: z.string().nullable().describe("null: the account's root user."),
        accessKeyId: z.string(),
      })
      .optional(),
    decision: Decision.optional(),
  })
  .meta({ id: "SignatureVerdict" });

export const verifySignatureRoute = platformRoute({
  method: "post",
  path: "/signatures:verify",
  scope: "signatures:verify",
  summary: "Verify a signed request",
  description: [
    "Whose signature a client sent: ACS3-HMAC-SHA256, RAM's V1 or AWS Signature Version 4, each with an AccessKey of ours.",
    "With an action and a resource also whether the caller may do it. A V1 or V3 request passes once.",
  ].join(" "),
  body: VerifySignature,
  respond: 200,
  answer: Verdict,
  handle: async (platform, input) => {
    const { sourceIp: ip, secureTransport, action: wanted, resource: on } = input;
    const request = signedRequestOf(input.request);
    const host = request.headers.get("host") ?? "";
    const verdict = await verifySignedRequest(platform, {
      request,
      hosts: [...new Set([host, host.replace(/:\d+$/, "")])],
      facts: { ip, secureTransport, userAgent: (request.headers.get("user-agent") ?? "").slice(0, 256) },
      asked: wanted && on ? { action: wanted, resource: on, conditions: input.conditions } : undefined,
    });
    if (verdict.valid) {
      const { identity, caller, decision } = verdict;
      if (!decision || !wanted) return { valid: true, identity };
      const judged = await judgeDecision(platform, caller, { action: wanted, costs: input.costs }, decision);
      return { valid: true, identity, decision: judged };
    }
    const { refusal } = verdict;
    const shown = refusal.fault === "mismatch" ? { stringToSign: refusal.signed } : {};
    return { valid: false, code: codeOfFault(refusal), ...shown };
  },
});

function signedRequestOf({
  method,
  path: target,
  headers,
  body = "",
  bodySha256,
}: z.output<typeof SignedRequestParts>) {
  const [path = "/", search = ""] = target.split("?", 2);
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (named.size !== Object.keys(headers).length || (bodySha256 !== undefined && body !== "")) {
    const where = bodySha256 === undefined ? "headers" : "bodySha256";
    throw new z.ZodError([{ code: "custom", path: ["request", where], message: "Given twice.", input: undefined }]);
  }
  const isForm = (named.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
  const pairs = (text: string): Pair[] => (text === "" ? [] : [...new URLSearchParams(text)]);
  return {
    method,
    path,
    query: pairs(search),
    form: isForm ? pairs(body) : [],
    headers: named,
    bodySha256: bodySha256 ?? createHash("sha256").update(body).digest("hex"),
    hasOtherBody: !isForm && (body !== "" || bodySha256 !== undefined),
  };
}

export const authorizeRoute = platformRoute({
  method: "post",
  path: "/authorize",
  scope: "authorize",
  summary: "Ask whether a sub-account may do something",
  description: "For a caller the service knows already: an action and a resource of the service's own.",
  body: z.strictObject({
    accountUid: z.string().regex(/^\d{16}$/),
    subAccount: z.string().min(1).max(49),
    ...client,
    action,
    resource,
    conditions,
    costs,
  }),
  respond: 200,
  answer: Decision,
  handle: async (platform, { accountUid, subAccount, sourceIp: ip, secureTransport, costs: told, ...asked }) => {
    const facts = { ip, secureTransport, userAgent: "" };
    const { caller, decision } = await authorizeForService(platform, { accountUid, subAccount, facts, asked });
    return judgeDecision(platform, caller, { action: asked.action, costs: told }, decision);
  },
});
