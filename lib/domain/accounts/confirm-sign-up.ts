import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { signUps } from "@/db/schema/sign-ups";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { equalSecrets, hashToken } from "@/lib/foundation/tokens";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
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
  if (!equalSecrets(hashToken(`${row.id}|${code}`), row.codeHash)) throw invalidField("sign-up", "code", "codeWrong");
  if (!(await takeSignUp(stranger, row.id))) throw signUpOver();
  const { accountName: name, companyName, email, phone, passwordHash, locale } = row;
  await openAccount(stranger, { name, companyName, email, phone, passwordHash, locale }).catch(sayTaken);
  return { accountName: name };
}

const signUpOver = () => new DomainError("invalid-state", "sign-up", { reason: "signUpOver" });

/** The code's form has no field for the name: what was taken meanwhile is said of the whole sign-up. */
function sayTaken(cause: unknown): never {
  if (!(cause instanceof DomainError) || cause.code !== "already-exists") throw cause;
  throw new DomainError("already-exists", "account", { reason: "signUpTaken", cause });
}

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

/** Of two right codes at once, one gets the sign-up. */
async function takeSignUp(stranger: PlatformContext, id: string): Promise<boolean> {
  const taken = await withPlatformTransaction(mintPlatformFence(stranger), (tx) =>
    tx.delete(signUps).where(eq(signUps.id, id)).returning({ id: signUps.id }),
  );
  return taken.length === 1;
}
