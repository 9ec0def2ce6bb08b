import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { grantStepUp } from "@/lib/domain/sessions/step-up-steps";
import { invalidField } from "@/lib/foundation/errors";
import { authorizeHolder, recordHolderAudit, withHolderRead, withHolderTransaction } from "./authorize-holder";
import { judgeProof } from "./judge-proof";
import { readHolder, requireOpenChallenge } from "./lookups";
import { stepUpMethods } from "./rules";
import type { PassStepUpForm } from "./schema";
import { takeChallenge } from "./steps";

const actions = { account: "espalier:StepUp", platform: "platform:StepUp" } as const;

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
  const { passwordHash } = person;
  const burn = await judgeProof(holder, { ...actions, challenge, passwordHash, proof });
  return withHolderTransaction(holder, async (tx) => {
    await takeChallenge(tx, holder, id);
    await burn(tx);
    const token = await grantStepUp(tx, holder.allowed, purpose);
    await recordHolderAudit(tx, holder, { ...actions, after: { purpose, method: proof.method } });
    return { token, returnPath: challenge.returnPath };
  });
}
