import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { signUps } from "@/db/schema/sign-ups";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { hashToken } from "@/lib/foundation/tokens";
import { withPlatformRead, withPlatformTransaction } from "@/lib/foundation/transaction";
import type { SignUpInput } from "./schema";
import { prepareCode, requireSignUpCodeSend, sendCode } from "./sign-up-code";

/** A new code for a sign-up that waits: the one before stops working. Throws `invalid-state` when it is over. */
export async function resendSignUpCode(
  stranger: PlatformContext,
  { token, channel }: { token: string | undefined; channel: SignUpInput["channel"] },
): Promise<void> {
  const waiting = await findWaiting(stranger, token ?? "");
  if (!waiting) throw new DomainError("invalid-state", "sign-up", { reason: "signUpOver" });
  await requireSignUpCodeSend(stranger, waiting, channel);
  const code = await prepareCode(stranger, waiting);
  const allowed = mintPlatformFence(stranger);
  await withPlatformTransaction(allowed, async (tx) => {
    await tx.update(signUps).set(code.stored).where(eq(signUps.id, waiting.id));
    await sendCode(tx, waiting, channel, code);
    await recordPlatformAudit(tx, allowed, {
      action: "espalier:SignUp",
      resource: waiting.accountName,
      code: "codeSentAgain",
    });
  });
}

async function findWaiting(stranger: PlatformContext, token: string) {
  const { id, email, phone, accountName, locale } = signUps;
  const [row] = await withPlatformRead(mintPlatformFence(stranger), (tx) =>
    tx
      .select({ id, email, phone, accountName, locale })
      .from(signUps)
      .where(and(eq(signUps.tokenHash, hashToken(token)), gt(signUps.expiresAt, stranger.now))),
  );
  return row;
}
