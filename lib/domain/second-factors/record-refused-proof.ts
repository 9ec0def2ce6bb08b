import "server-only";
import type { AccountAction, PlatformAction } from "@/lib/authorization/actions";
import { endOperatorSession } from "@/lib/domain/sessions/operator-steps";
import { endSession } from "@/lib/domain/sessions/steps";
import type { Tx } from "@/lib/foundation/transaction";
import { type Holder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";

interface Refusal {
  account: AccountAction;
  platform: PlatformAction;
  code: string;
  ends: boolean;
}

/** A wrong proof, in the log; the one too many ends the session that gave it. */
export async function recordRefusedProof(holder: Holder, { ends, ...refusal }: Refusal): Promise<void> {
  await withHolderTransaction(holder, async (tx) => {
    if (ends) await endOwnSession(tx, holder);
    const result = { result: "refused", ...(ends && { after: { sessionEnded: true } }) } as const;
    await recordHolderAudit(tx, holder, { ...refusal, ...result });
  });
}

async function endOwnSession(tx: Tx, { allowed }: Holder): Promise<void> {
  const { sessionId } = allowed.actor;
  if (!sessionId) return;
  await ("accountId" in allowed
    ? endSession(tx, allowed, sessionId, "ended")
    : endOperatorSession(tx, allowed, sessionId, "ended"));
}
