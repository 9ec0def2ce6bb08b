import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext, RequestFacts } from "@/lib/authorization/context";
import { type Admission, type AdmissionFault, admitSignedCall } from "./admit-signed-call";
import type { FoundKey } from "./check-signatures";
import { codeOfFault } from "./code-of-fault";
import { type AskedDecision, decideForService, type ServiceDecision } from "./decide-for-service";
import { readSignature } from "./read-signature";
import { noteInBackground, recordKeyRefusal, recordKeyUse } from "./record-key-use";
import type { SignedRequest } from "./signed-request-schema";

export interface SignedRequestInput {
  request: SignedRequest;
  hosts: readonly string[];
  /** Of the client, as the service saw it. */
  facts: RequestFacts;
  asked: AskedDecision | undefined;
}

interface Identity {
  accountUid: string;
  accountName: string;
  /** null: the root user. */
  subAccount: string | null;
  accessKeyId: string;
}

export type SignatureVerdict =
  | { valid: false; refusal: AdmissionFault }
  | { valid: true; identity: Identity; caller: Context; decision: ServiceDecision | undefined };

/**
 * Whose signature a service's client sent, and whether that caller may do what it asks. The verifier, the nonces and the
 * limits are those of our own API: a request that was shown to us once does not pass a second time.
 */
export async function verifySignedRequest(
  platform: PlatformContext,
  { request, hosts, facts, asked }: SignedRequestInput,
): Promise<SignatureVerdict> {
  const { now, requestId, actor } = authorizePlatform(platform, "platform:VerifySignature");
  const claimed = readSignature(request);
  if ("fault" in claimed) return { valid: false, refusal: claimed };
  const admission = await admitSignedCall(request, claimed, { requestId, now, facts, hosts });
  if (!admission.admitted) {
    noteRefusal(admission, now, facts);
    return { valid: false, refusal: admission.refusal };
  }
  const { ctx, key } = admission;
  noteInBackground(recordKeyUse(key, { now, service: actor.name, address: facts.ip }));
  const decision = asked && decideForService(platform, ctx, { ...asked, resource: ownedBy(ctx, asked.resource) });
  return { valid: true, identity: identityOf(ctx, key), caller: ctx, decision };
}

/** A service learns whose call it is only from us: where it names no account, the signer's own is meant. */
function ownedBy({ account }: Context, resource: string): string {
  return resource.replace(/^([^:]*:[^:]*:[^:]*):(?=:)/, `$1:${account.uid}`);
}

/** The key's owner learns what the service's client was refused for, as with our own API. */
function noteRefusal({ key, refusal }: Extract<Admission, { admitted: false }>, now: Date, { ip }: RequestFacts): void {
  if (!key) return;
  const because = refusal.fault === "mismatch" ? refusal.signed : "";
  noteInBackground(recordKeyRefusal(key, { now, code: codeOfFault(refusal), address: ip, because }));
}

function identityOf({ account }: Context, { id, subAccountId, ownerName }: FoundKey): Identity {
  return {
    accountUid: account.uid,
    accountName: account.name,
    subAccount: subAccountId === null ? null : ownerName,
    accessKeyId: id,
  };
}
