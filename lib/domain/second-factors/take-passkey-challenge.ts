import "server-only";
import { and, eq, gt, type SQL } from "drizzle-orm";
import { type Holder, withHolderTransaction } from "./authorize-holder";

/**
 * What a passkey was to sign for the session that acts, committed as gone before anybody judges the answer: nothing is
 * looked at twice. Undefined where nothing is open.
 */
export async function takePasskeyChallenge(
  holder: Holder,
  which: (challenges: Holder["tables"]["challenges"]) => SQL,
): Promise<string | undefined> {
  const { challenges } = holder.tables;
  const open = and(holder.own.challenges, which(challenges), gt(challenges.expiresAt, holder.allowed.now));
  const { id, passkeyChallenge } = challenges;
  return withHolderTransaction(holder, async (tx) => {
    const [row] = await tx.select({ id, passkeyChallenge }).from(challenges).where(open).for("update");
    if (!row?.passkeyChallenge) return undefined;
    await tx
      .update(challenges)
      .set({ passkeyChallenge: null })
      .where(and(holder.own.challenges, eq(id, row.id)));
    return row.passkeyChallenge;
  });
}

/** The same of what is no step-up. */
export const takeCeremony = (holder: Holder, asked: "sign-in" | "bind-passkey") =>
  takePasskeyChallenge(holder, ({ purpose }) => eq(purpose, asked));
