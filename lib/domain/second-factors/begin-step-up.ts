import "server-only";
import { and, desc, inArray, lte, or } from "drizzle-orm";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { authorizeHolder, type Holder, sealForHolder, withHolderTransaction } from "./authorize-holder";
import { challengeMinutes, challengesMax } from "./rules";

interface Detour {
  purpose: StepUpPurpose;
  returnPath: string;
  /** What was typed in the form that waits, without its secrets. */
  values: Record<string, string>;
}

/** Opens a challenge for the session that acts, which remembers the form behind it. Returns its id. */
export async function beginStepUp(
  ctx: Context | PlatformContext,
  { purpose, returnPath, values }: Detour,
): Promise<string> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  const { sessionId } = ctx.actor;
  if (!sessionId) throw new DomainError("unauthenticated", "session");
  const id = newId();
  await withHolderTransaction(holder, async (tx) => {
    await dropOld(tx, holder);
    const sealedValues = await sealForHolder(tx, holder, { purpose: "challenge", row: id }, JSON.stringify(values));
    await tx.insert(holder.tables.challenges).values({
      ...holder.owner.challenges,
      id,
      sessionId,
      purpose,
      returnPath,
      sealedValues,
      expiresAt: new Date(ctx.now.getTime() + challengeMinutes * 60_000),
      createdAt: ctx.now,
    });
  });
  return id;
}

async function dropOld(tx: Tx, { tables: { challenges }, own, allowed }: Holder): Promise<void> {
  const beyond = tx
    .select({ id: challenges.id })
    .from(challenges)
    .where(own.challenges)
    .orderBy(desc(challenges.createdAt))
    .offset(challengesMax - 1);
  const over = or(lte(challenges.expiresAt, allowed.now), inArray(challenges.id, beyond));
  await tx.delete(challenges).where(and(own.challenges, over));
}
