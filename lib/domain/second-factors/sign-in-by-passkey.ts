import "server-only";
import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import { and, eq, lt } from "drizzle-orm";
import { operatorSecondFactors } from "@/db/schema/operator-second-factors";
import { secondFactors } from "@/db/schema/second-factors";
import type { PlatformContext } from "@/lib/authorization/context";
import { attemptsFrom } from "@/lib/domain/sign-in/check-password";
import type { Principal } from "@/lib/domain/sign-in/find-principal";
import type { SignedIn } from "@/lib/domain/sign-in/open-for-principal";
import { openForPrincipal } from "@/lib/domain/sign-in/open-for-principal";
import { recordAttempt } from "@/lib/domain/sign-in/record-attempt";
import type { Door } from "@/lib/domain/sign-in/schema";
import { forgiveAttempt, requireAttempt } from "@/lib/domain/sign-in/throttle";
import { whyClosed } from "@/lib/domain/sign-in/why-closed";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";
import { isDoorChallenge } from "./door-challenge-rules";
import { findPasskeyHolder, type PasskeyHolder } from "./find-passkey-holder";
import { requireRelyingParty } from "./passkey-rules";
import type { PasskeyAnswer } from "./schema";
import { verifyPasskey } from "./verify-passkey";

interface PasskeyInput {
  /** Operators have a door of their own; root users and sub-accounts are let in at either of theirs. */
  door: Door["kind"];
  passkey: PasskeyAnswer;
  device: string | undefined;
  incomingToken: string | undefined;
}

/**
 * Opens a session for whoever holds a passkey, without any password: it proves what they have and, by seeing who is
 * there, who they are. Throws `rate-limited`, `unauthenticated` without saying why, `invalid-state` to its holder alone.
 */
export async function signInByPasskey(stranger: PlatformContext, input: PasskeyInput): Promise<SignedIn> {
  const { passkey: answer, door } = input;
  const attempts = attemptsFrom(stranger.facts.ip);
  await requireAttempt(stranger.now, attempts);
  const challenge = await takeChallenge(stranger.now, answer);
  const holder = await findPasskeyHolder(answer.id);
  const isHere = holder && (holder.principal.kind === "operator") === (door === "operator");
  const verdict = isHere ? await verify(challenge, holder, answer) : { wrong: "passkeyWrong" };
  if (!isHere || "wrong" in verdict) {
    const code = "wrong" in verdict ? verdict.wrong : "passkeyWrong";
    await recordAttempt(stranger, holder?.principal, { result: "refused", code, key: `passkey|${answer.id}` });
    throw new DomainError("unauthenticated", "sign-in", { reason: "passkeyWrong" });
  }
  await forgiveAttempt(stranger.now, attempts);
  const { principal } = holder;
  const problem = whyShut(principal, stranger);
  if (problem) {
    await recordAttempt(stranger, principal, { result: "refused", code: problem, key: "" });
    throw new DomainError("invalid-state", "sign-in", { reason: problem });
  }
  const count = (tx: Tx) => countPasskey(tx, stranger, holder, verdict.signCount);
  return openForPrincipal(stranger, principal, { ...input, passkey: { count } });
}

/** What the passkey says it signed, if we asked for it lately: from now on nobody signs it again. */
async function takeChallenge(now: Date, { response }: PasskeyAnswer): Promise<string> {
  const over = new DomainError("unauthenticated", "sign-in", { reason: "passkeyOver" });
  const challenge = challengeOf(response.clientDataJSON);
  if (!challenge || !isDoorChallenge(challenge, now)) throw over;
  await requireAttempt(now, [{ bucket: "door-challenge", of: challenge }]).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === "rate-limited" ? over : error;
  });
  return challenge;
}

function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === "string" ? challenge : undefined;
  } catch {
    return undefined;
  }
}

const verify = (challenge: string, { passkey }: PasskeyHolder, answer: PasskeyAnswer) =>
  verifyPasskey(requireRelyingParty(env().origin), challenge, passkey, answer);

/** RAM's AllowUserToLoginWithPasskey, and the login profile: whoever may not sign in may not by this either. */
function whyShut(principal: Principal, stranger: PlatformContext): string | undefined {
  if (principal.kind === "operator") return undefined;
  const closed = whyClosed(principal, stranger);
  if (closed || principal.kind === "root-user") return closed;
  const may = principal.passwordHash !== null && principal.account.preference.allowUserToLoginWithPasskey;
  return may ? undefined : "passkeySignInOff";
}

/** Of two answers at once that one authenticator gave, the counter lets one through. */
async function countPasskey(
  tx: Tx,
  { now: lastUsedAt }: PlatformContext,
  { principal, factorId }: PasskeyHolder,
  signCount: number,
): Promise<void> {
  const set = { signCount, lastUsedAt };
  const onwards = (table: typeof secondFactors | typeof operatorSecondFactors) =>
    and(eq(table.id, factorId), signCount === 0 ? eq(table.signCount, 0) : lt(table.signCount, signCount));
  const counted =
    principal.kind === "operator"
      ? await tx
          .update(operatorSecondFactors)
          .set(set)
          .where(and(eq(operatorSecondFactors.operatorId, principal.operatorId), onwards(operatorSecondFactors)))
          .returning({ id: operatorSecondFactors.id })
      : await tx
          .update(secondFactors)
          .set(set)
          .where(and(eq(secondFactors.accountId, principal.accountId), onwards(secondFactors)))
          .returning({ id: secondFactors.id });
  if (counted.length === 0) throw new DomainError("unauthenticated", "sign-in", { reason: "passkeyWrong" });
}
