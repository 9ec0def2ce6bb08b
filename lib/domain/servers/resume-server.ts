import "server-only";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { type Actor, actorKeyOf, type Context, type RequestFacts, withoutSession } from "@/lib/authorization/context";
import { rolePolicy } from "@/lib/authorization/policy-document";
import { isCredential } from "@/lib/foundation/credential-format";
import { hashToken } from "@/lib/foundation/tokens";
import { askByKey } from "@/lib/foundation/transaction";
import { findAskingServer } from "./lookups";

interface RequestOf {
  requestId: string;
  now: Date;
  facts: RequestFacts;
}

/** A server as somebody who acts: it may report logins to itself, and nothing else. Undefined for no credential. */
export async function resumeServer(credential: string, request: RequestOf): Promise<Context | undefined> {
  if (!isCredential("server", credential)) return undefined;
  const tokenHash = hashToken(credential);
  const found = await askByKey("server", tokenHash, (tx) => findAskingServer(tx, tokenHash, request.now));
  if (!found) return undefined;
  const { server, account } = found;
  const actor: Actor = { type: "server", serverId: server.id, sessionId: null, name: server.name };
  return {
    ...request,
    accountId: server.accountId,
    account: accountFactsOf(account),
    scope: { kind: "account" },
    actor,
    actorKey: actorKeyOf(actor),
    authorityEpoch: null,
    policies: [
      rolePolicy("server", {
        Effect: "Allow",
        Action: ["espalier:ReportServerLogin"],
        Resource: [`acs:espalier::${account.uid}:server/${server.name}`],
      }),
    ],
    ...withoutSession,
    passwordResetRequired: false,
    idempotencyKey: null,
  };
}
