import type { IncomingMessage } from "node:http";
import type { Decision, EspalierClient, SignatureVerdict } from "@espalier/platform-client/client";
import { EspalierError } from "@espalier/platform-client/espalier-error";
import { AmbiguousRequest, signedRequestOf } from "@espalier/platform-client/signed-request";
import type { Owner } from "./instance.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";

interface Asked {
  action: string;
  resource: string;
  costs: boolean;
}

/** Whose call it is, when its signature is good and policies, limits and wallet let it. Throws `Refusal`. */
export async function admit(
  client: EspalierClient,
  { request, body }: { request: IncomingMessage; body: Buffer },
  asked: Asked,
): Promise<Owner> {
  const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  const from = { sourceIp, secureTransport: false };
  const verdict = await verify(() => client.verify(signedRequestOf(request, body), { ...from, ...asked }));
  if (!verdict.valid) throw new Refusal(400, verdict.code, signatureWords(verdict));
  const { accountUid, subAccount } = verdict.identity;
  if (subAccount === null) throw new Refusal(403, "NoPermission.RootUser", "Instances belong to sub-accounts.");
  if (!verdict.decision?.allowed) throw denial(verdict.decision);
  return { accountUid, subAccount };
}

/** Nobody is let in while Espalier cannot be asked. */
async function verify(ask: () => Promise<SignatureVerdict>): Promise<SignatureVerdict> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AmbiguousRequest) throw new Refusal(400, "InvalidParameter.Headers", error.message);
    if (!(error instanceof EspalierError)) throw error;
    if (error.status === 400) throw new Refusal(400, "InvalidParameter", error.message);
    log(`a call could not be judged: ${error}`);
    throw new Refusal(503, "ServiceUnavailable", "Nobody can be let in right now. Try again in a moment.");
  }
}

const signatureWords = ({ stringToSign }: { stringToSign?: string }) =>
  stringToSign === undefined
    ? "The signature was refused."
    : `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`;

function denial(decision: Decision | undefined): Refusal {
  const spend = decision?.spend;
  if (!spend || spend.allowed) return new Refusal(403, "NoPermission", "No policy lets you do this.");
  if (spend.verdict === "ask") {
    return new Refusal(
      403,
      "NoPermission.Spend",
      "Anything new waits for an approval: ask a finance user of the account.",
    );
  }
  return new Refusal(403, "NoPermission.Spend", `Nothing that costs may begin now: ${spend.reason}.`);
}
