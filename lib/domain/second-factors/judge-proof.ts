import "server-only";
import type { AccountAction, PlatformAction } from "@/lib/authorization/actions";
import { forgiveAttempt, requireAttempt, type Throttled } from "@/lib/domain/sign-in/throttle";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";
import type { Holder } from "./authorize-holder";
import { type Challenge, checkProof, type Proof } from "./check-proof";
import { recordRefusedProof } from "./record-refused-proof";

interface Judged {
  challenge?: Challenge;
  passwordHash: string | null;
  proof: Proof;
  /** What the log calls the attempt. */
  account: AccountAction;
  platform: PlatformAction;
  /** Counted beside the session's own five. */
  alsoCounted?: readonly Throttled[];
}

/**
 * Lets a right proof through, to be burnt in the transaction of what it is for. A wrong one is recorded; the fifth of a
 * session ends it. Throws `invalid-input` naming `code` or `password`, `unauthenticated`, `rate-limited`.
 */
export async function judgeProof(
  holder: Holder,
  { challenge, passwordHash, proof, account, platform, alsoCounted = [] }: Judged,
): Promise<(tx: Tx) => Promise<void>> {
  const { now, actor } = holder.allowed;
  const ofSession: Throttled = { bucket: "step-up", of: String(actor.sessionId) };
  const attempts = [ofSession, ...alsoCounted];
  const locking = await requireAttempt(now, attempts);
  const checked = await checkProof(holder, challenge, { passwordHash }, proof);
  if ("burn" in checked) {
    await forgiveAttempt(now, attempts);
    return checked.burn;
  }
  const ends = locking.includes(ofSession.bucket);
  await recordRefusedProof(holder, { account, platform, code: checked.reason, ends });
  if (ends) throw new DomainError("unauthenticated", "session", { reason: "stepUpFailed" });
  throw invalidField("second-factor", checked.wrong, checked.reason);
}
