import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { signUps } from "@/db/schema/sign-ups";
import type { PlatformContext } from "@/lib/authorization/context";
import { codeHashOf } from "@/lib/domain/verification-codes/rules";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import type { AccountId } from "@/lib/foundation/ids";
import { equalSecrets, hashToken } from "@/lib/foundation/tokens";
import { enterByKey, withPlatformTransaction } from "@/lib/foundation/transaction";
import { findSignUp } from "./sign-up";
import { openAccount } from "./steps";

/**
 * Ends a sign-up with the code that was sent: the account and its root user come to be. Each try is counted before it
 * is judged, so that parallel guesses share five; a right code works once. Throws `invalid-input` on field `code`,
 * `already-exists` when somebody took the name or the address meanwhile.
 */
export async function confirmSignUp(
  stranger: PlatformContext,
  { token, code }: { token: string | undefined; code: string },
): Promise<{ accountName: string }> {
  if (!token || !(await findSignUp(stranger, token))) throw signUpOver();
  const row = await countTry(stranger, hashToken(token));
  if (!row) throw invalidField("sign-up", "code", "codeSpent");
  if (row.codeExpiresAt <= stranger.now) throw invalidField("sign-up", "code", "codeExpired");
  if (!equalSecrets(codeHashOf([row.id], code), row.codeHash)) throw invalidField("sign-up", "code", "codeWrong");
  const { accountName: name, companyName, email, phone, passwordHash, locale } = row;
  // The account takes the sign-up's id: of two right codes at once, the later one finds its own account there.
  const accountId = row.id as AccountId;
  try {
    await openAccount(stranger, { accountId, name, companyName, email, phone, passwordHash, locale });
  } catch (cause) {
    if (!(cause instanceof DomainError) || cause.code !== "already-exists") throw cause;
    if (await enterByKey("account-name", name, async (_tx, hit) => hit?.accountId === accountId)) throw signUpOver();
    // The code's form has no field for the name: what was taken meanwhile is said of the whole sign-up.
    throw new DomainError("already-exists", "account", { reason: "signUpTaken", cause });
  }
  await dropSignUp(stranger, row.id);
  return { accountName: name };
}

const signUpOver = () => new DomainError("invalid-state", "sign-up", { reason: "signUpOver" });

async function countTry(stranger: PlatformContext, tokenHash: string) {
  const [row] = await withPlatformTransaction(mintPlatformFence(stranger), (tx) =>
    tx
      .update(signUps)
      .set({ triesLeft: sql`${signUps.triesLeft} - 1` })
      .where(and(eq(signUps.tokenHash, tokenHash), gt(signUps.triesLeft, 0), gt(signUps.expiresAt, stranger.now)))
      .returning(),
  );
  return row;
}

/** Last: while the account could not be opened, the same code still opens it. */
async function dropSignUp(stranger: PlatformContext, id: string): Promise<void> {
  await withPlatformTransaction(mintPlatformFence(stranger), (tx) => tx.delete(signUps).where(eq(signUps.id, id)));
}
