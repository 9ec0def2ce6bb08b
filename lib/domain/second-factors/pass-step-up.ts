import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { grantStepUp } from "@/lib/domain/sessions/step-up-steps";
import { findAttempts, forgiveAttempt, requireAttempt } from "@/lib/domain/sign-in/throttle";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { authorizeHolder, recordHolderAudit, withHolderRead, withHolderTransaction } from "./authorize-holder";
import { checkProof } from "./check-proof";
import { readHolder, requireOpenChallenge } from "./lookups";
import { recordRefusedProof } from "./record-refused-proof";
import { stepUpMethods } from "./rules";
import type { PassStepUpForm } from "./schema";
import { takeChallenge } from "./steps";

/**
 * Passes a challenge with a proof and opens its purpose for five minutes. The session goes on under a new cookie, whose
 * value is returned. Five wrong proofs end the session. Throws `invalid-input` naming `code` or `password`.
 */
export async function passStepUp(
  ctx: Context | PlatformContext,
  { id, ...proof }: PassStepUpForm,
): Promise<{ token: string; returnPath: string }> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  const { challenge, person } = await withHolderRead(holder, async (tx) => ({
    challenge: await requireOpenChallenge(tx, holder, id),
    person: await readHolder(tx, holder),
  }));
  const purpose = challenge.purpose as StepUpPurpose;
  if (!stepUpMethods(purpose, person.means).includes(proof.method)) {
    throw invalidField("challenge", "method", "chooseOne");
  }
  const attempts = [{ bucket: "step-up", of: challenge.sessionId }] as const;
  await requireAttempt(ctx.now, attempts);
  const checked = await checkProof(holder, challenge, person, proof);
  if ("wrong" in checked) {
    const ends = (await findAttempts(ctx.now, attempts[0])).locked;
    await recordRefusedProof(holder, { code: checked.reason, ends });
    if (ends) throw new DomainError("unauthenticated", "session", { reason: "stepUpFailed" });
    throw invalidField("challenge", checked.wrong, checked.reason);
  }
  await forgiveAttempt(ctx.now, attempts);
  return withHolderTransaction(holder, async (tx) => {
    await takeChallenge(tx, holder, id);
    await checked.burn(tx);
    const token = await grantStepUp(tx, holder.allowed, purpose);
    const after = { purpose, method: proof.method };
    await recordHolderAudit(tx, holder, { account: "espalier:StepUp", platform: "platform:StepUp", after });
    return { token, returnPath: challenge.returnPath };
  });
}
