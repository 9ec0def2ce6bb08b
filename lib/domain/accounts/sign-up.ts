import "server-only";
import { eq } from "drizzle-orm";
import { signUps } from "@/db/schema/sign-ups";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import type { PlatformContext } from "@/lib/authorization/context";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { networkOf } from "@/lib/domain/sign-in/check-password";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { judgePassword } from "@/lib/domain/sign-in/judge-password";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newNumericCode, newToken } from "@/lib/foundation/tokens";
import { enterByKey, withPlatformTransaction } from "@/lib/foundation/transaction";
import type { SignUpInput } from "./schema";

const codeMinutes = 5;
const signUpHours = 1;
export const codeTriesMax = 5;

/**
 * Begins a sign-up: nothing exists until the mailed or texted code is typed. An e-mail address that has an account
 * already gets a letter saying so instead of a code, and the same page as everybody else. Returns the cookie's value.
 */
export async function signUp(stranger: PlatformContext, input: SignUpInput & { locale: string }): Promise<string> {
  const contextWords = [input.accountName, input.companyName];
  const problem = judgePassword(input.password, { secondFactor: false, contextWords });
  if (problem) throw invalidField("sign-up", "password", problem);
  if (await isTaken("account-name", input.accountName)) {
    throw new DomainError("already-exists", "account", { reason: "taken", details: { field: "accountName" } });
  }
  await requireAttempt(stranger.now, [
    { bucket: "code-sends", of: input.email },
    { bucket: "code-sends-day", of: input.email },
    { bucket: "code-sends-address", of: networkOf(stranger.facts.ip) },
  ]);
  const known = await isTaken("root-email", input.email);
  const passwordHash = await hashPassword(input.password);
  const { email, phone, accountName, companyName, locale, channel } = input;
  const token = newToken();
  const code = newNumericCode();
  const allowed = mintPlatformFence(stranger);
  await withPlatformTransaction(allowed, async (tx) => {
    const id = newId();
    await tx.insert(signUps).values({
      id,
      tokenHash: hashToken(token),
      email,
      phone,
      accountName,
      companyName,
      passwordHash,
      locale,
      // Nobody can type a code that was never sent: an address that is taken gets a letter without one.
      codeHash: hashToken(known ? newToken() : `${id}|${code}`),
      triesLeft: codeTriesMax,
      codeExpiresAt: new Date(stranger.now.getTime() + codeMinutes * 60_000),
      expiresAt: new Date(stranger.now.getTime() + signUpHours * 3_600_000),
    });
    await enqueueMessage(
      tx,
      known
        ? { channel: "mail", kind: "already-signed-up", to: email, locale, params: {} }
        : {
            channel,
            kind: "sign-up-code",
            to: channel === "sms" ? phone : email,
            locale,
            params: { code, accountName },
          },
    );
    await recordPlatformAudit(tx, allowed, { action: "espalier:SignUp", resource: accountName });
  });
  return token;
}

function isTaken(kind: "account-name" | "root-email", key: string): Promise<boolean> {
  return enterByKey(kind, key, async (_tx, hit) => hit !== undefined);
}

/** The sign-up a browser carries the cookie of, while its code may still be typed. */
export async function findSignUp(stranger: PlatformContext, token: string) {
  const [row] = await withPlatformTransaction(mintPlatformFence(stranger), (tx) =>
    tx
      .select()
      .from(signUps)
      .where(eq(signUps.tokenHash, hashToken(token))),
  );
  return row && row.expiresAt > stranger.now ? row : undefined;
}
