import "server-only";
import { endOperatorSession } from "@/lib/domain/sessions/operator-steps";
import { endSession } from "@/lib/domain/sessions/steps";
import type { Tx } from "@/lib/foundation/transaction";
import { type Holder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";

/** A wrong proof, in the log; the one too many ends the session that gave it. */
export async function recordRefusedProof(
  holder: Holder,
  { code, ends }: { code: string; ends: boolean },
): Promise<void> {
  await withHolderTransaction(holder, async (tx) => {
    if (ends) await endOwnSession(tx, holder);
    const result = { result: "refused", code, ...(ends && { after: { sessionEnded: true } }) } as const;
    await recordHolderAudit(tx, holder, { account: "espalier:StepUp", platform: "platform:StepUp", ...result });
  });
}

async function endOwnSession(tx: Tx, { allowed }: Holder): Promise<void> {
  const { sessionId } = allowed.actor;
  if (!sessionId) return;
  await ("accountId" in allowed
    ? endSession(tx, allowed, sessionId, "ended")
    : endOperatorSession(tx, allowed, sessionId, "ended"));
}
