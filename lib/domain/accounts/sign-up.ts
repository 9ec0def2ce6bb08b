import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { signUps } from "@/db/schema/sign-ups";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import type { PlatformContext } from "@/lib/authorization/context";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { requireGoodPassword } from "@/lib/domain/sign-in/require-good-password";
import { DomainError } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import { enterByKey, withPlatformRead, withPlatformTransaction } from "@/lib/foundation/transaction";
import { dialable } from "./normalize-phone";
import type { SignUpInput } from "./schema";
import { prepareCode, requireSignUpCodeSend, sendCode } from "./sign-up-code";

const signUpHours = 1;

/**
 * Begins a sign-up: nothing exists until the mailed or texted code is typed. An e-mail address that has an account
 * already gets a letter saying so instead of a code, and the same page as everybody else. Returns the cookie's value.
 */
export async function signUp(stranger: PlatformContext, input: SignUpInput & { locale: string }): Promise<string> {
  const { email, accountName, companyName, locale, channel } = input;
  const phone = dialable("sign-up", input.phone);
  requireGoodPassword(input.password, [accountName, companyName]);
  if (await enterByKey("account-name", accountName, async (_tx, hit) => hit !== undefined)) {
    throw new DomainError("already-exists", "account", { reason: "taken", details: { field: "accountName" } });
  }
  await requireSignUpCodeSend(stranger, { email, phone }, channel);
  const passwordHash = await hashPassword(input.password);
  const id = newId();
  const token = newToken();
  const code = await prepareCode(stranger, { id, email });
  const allowed = mintPlatformFence(stranger);
  await withPlatformTransaction(allowed, async (tx) => {
    await tx.insert(signUps).values({
      id,
      tokenHash: hashToken(token),
      email,
      phone,
      accountName,
      companyName,
      passwordHash,
      locale,
      ...code.stored,
      expiresAt: new Date(stranger.now.getTime() + signUpHours * 3_600_000),
    });
    await sendCode(tx, { email, phone, accountName, locale }, channel, code);
    await recordPlatformAudit(tx, allowed, { action: "espalier:SignUp", resource: accountName });
  });
  return token;
}

export interface WaitingSignUp {
  email: string;
  phone: string;
  accountName: string;
}

/** The sign-up a browser carries the cookie of, while its code may still be typed. */
export async function findSignUp(stranger: PlatformContext, token: string): Promise<WaitingSignUp | undefined> {
  const [row] = await withPlatformRead(mintPlatformFence(stranger), (tx) =>
    tx
      .select({ email: signUps.email, phone: signUps.phone, accountName: signUps.accountName })
      .from(signUps)
      .where(and(eq(signUps.tokenHash, hashToken(token)), gt(signUps.expiresAt, stranger.now))),
  );
  return row;
}
