import "server-only";
import type { IncomingMessage } from "node:http";
import { type AccessDenied, isRefusal } from "@/lib/authorization/access-denied";
import type { Context } from "@/lib/authorization/context";
import { type Admission, admitOnceMore, admitSignedCall } from "@/lib/domain/access-keys/admit-signed-call";
import { readSignature } from "@/lib/domain/access-keys/read-signature";
import { noteInBackground, recordKeyRefusal, recordKeyUse } from "@/lib/domain/access-keys/record-key-use";
import type { SignedRequest } from "@/lib/domain/access-keys/signed-request-schema";
import { recordRefusal } from "@/lib/domain/audit-log/record-refusal";
import { clientAddress } from "@/lib/foundation/client-address";
import { env } from "@/lib/foundation/env";
import { newId } from "@/lib/foundation/ids";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { admissionFault } from "./admission-faults";
import { describeDenial, describeForeignAddress } from "./diagnostics";
import type { Parameters, RamAction, RamCall } from "./ram-action";
import { findRamAction } from "./ram-actions";
import { toRamFault } from "./ram-errors";
import { RamFault } from "./ram-fault";
import { readRamRequest } from "./read-ram-request";

export interface RamAnswer {
  status: number;
  requestId: string;
  body: Record<string, unknown>;
  retryAfter?: number;
}

/** One signed call, from its bytes to RAM's answer: always JSON, always with its request's id. */
export async function answerRamRequest(incoming: IncomingMessage): Promise<RamAnswer> {
  const requestId = newId().toUpperCase();
  let row: RamAction | undefined;
  let ctx: Context | undefined;
  try {
    const request = await readRamRequest(incoming);
    const { version, action, parameters } = targetOf(request);
    const claimed = readSignature(request);
    if ("fault" in claimed) throw admissionFault(claimed);
    row = findRamAction(version, action);
    if (!row) throw new RamFault(404, "InvalidApi.NotFound", `There is no action ${action} of version ${version}.`);
    const caller = { requestId, now: new Date(), facts: factsOf(incoming), hosts: hostsOf(request) };
    const admission = await admitSignedCall(request, claimed, caller);
    if (!admission.admitted) throw refusalOf(admission, action, caller);
    ctx = admission.ctx;
    noteInBackground(recordKeyUse(admission.key, { now: caller.now, service: "Ram", address: caller.facts.ip }));
    const result = await runOnFreshFacts(row, { ctx, action, parameters }, () => admitOnceMore(admission));
    return { status: 200, requestId, body: { ...result, RequestId: requestId } };
  } catch (error) {
    if (isRefusal(error) && ctx) await recordRefusal(ctx, error);
    return refusalAnswer(toRamFault(error, row, requestId), { requestId, ctx, host: incoming.headers.host ?? "" });
  }
}

/** V1 says what it wants in its signed parameters, V3 in its signed headers; the other's word is never taken. */
function targetOf({ query, form, headers }: SignedRequest) {
  const parameters: Parameters = Object.fromEntries([...query, ...form]);
  const isV3 = (headers.get("authorization") ?? "").startsWith("ACS3-");
  const of = (name: string, header: string) => (isV3 ? headers.get(header) : parameters[name]) ?? "";
  return { version: of("Version", "x-acs-version"), action: of("Action", "x-acs-action"), parameters };
}

/** The host may have been signed as it arrived, without its port, or by a name that only a trusted proxy knows. */
function hostsOf({ headers }: SignedRequest): string[] {
  const host = headers.get("host") ?? "";
  return [...new Set([host, host.replace(/:\d+$/, ""), ...env().trustedHosts])];
}

function factsOf({ socket, headers }: IncomingMessage) {
  const { trustedProxies, origin } = env();
  const forwarded = headers["x-forwarded-for"];
  return {
    ip: clientAddress(
      socket.remoteAddress ?? "",
      Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
      trustedProxies,
    ),
    userAgent: (headers["user-agent"] ?? "").slice(0, 256),
    secureTransport: origin.startsWith("https:"),
  };
}

type Caller = { now: Date; facts: { ip: string } };

function refusalOf(
  { refusal, key, ctx }: Extract<Admission, { admitted: false }>,
  action: string,
  { now, facts }: Caller,
): RamFault {
  const detail = ctx ? { AccessDeniedDetail: describeForeignAddress(ctx, action) } : {};
  const fault = admissionFault(refusal, detail);
  if (key)
    noteInBackground(recordKeyRefusal(key, { now, code: fault.code, address: facts.ip, because: fault.message }));
  return fault;
}

interface Refused {
  requestId: string;
  ctx: Context | undefined;
  host: string;
}

function refusalAnswer(fault: RamFault | AccessDenied, { requestId, ctx, host }: Refused): RamAnswer {
  const base = { RequestId: requestId, HostId: host };
  if (fault instanceof RamFault) {
    const { status, code, message, detail } = fault;
    const { retryAfter, ...rest } = detail;
    const body = { ...base, Code: code, Message: message, ...rest };
    return { status, requestId, body, ...(retryAfter !== undefined && { retryAfter: Number(retryAfter) }) };
  }
  const Message = `You are not allowed to do ${fault.request.action}.`;
  const AccessDeniedDetail = ctx ? describeDenial(ctx, fault) : undefined;
  return { status: 403, requestId, body: { ...base, Code: "NoPermission", Message, AccessDeniedDetail } };
}

/** The account's authority changed between the decision and the transaction: decide again, once, on fresh facts. */
async function runOnFreshFacts(
  row: RamAction,
  call: RamCall,
  again: () => Promise<Context | undefined>,
): Promise<Record<string, unknown>> {
  try {
    return await row.run(call);
  } catch (error) {
    if (!isStaleAuthority(error)) throw error;
    const ctx = await again();
    if (!ctx) throw admissionFault({ fault: "owner-disabled" });
    return row.run({ ...call, ctx });
  }
}
