import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { DomainError } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";
import type { Holder } from "./authorize-holder";

/** A challenge is passed once: of two right proofs at the same time one gets it. Throws `invalid-state`. */
export async function takeChallenge(tx: Tx, holder: Holder, id: string): Promise<void> {
  const { challenges } = holder.tables;
  const taken = await tx
    .update(challenges)
    .set({ passedAt: holder.allowed.now })
    .where(and(holder.own.challenges, eq(challenges.id, id), isNull(challenges.passedAt)))
    .returning({ id: challenges.id });
  if (taken.length === 0) throw new DomainError("invalid-state", "challenge", { reason: "challengeOver" });
}
