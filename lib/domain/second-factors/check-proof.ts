import "server-only";
import { and, eq, gt, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { verifyPassword } from "@/lib/domain/sign-in/hash-password";
import { codeHashOf } from "@/lib/domain/verification-codes/rules";
import { env } from "@/lib/foundation/env";
import { invalidField } from "@/lib/foundation/errors";
import { equalSecrets } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import { type Holder, openForHolder, withHolderRead, withHolderTransaction } from "./authorize-holder";
import { matchTotpStep } from "./match-totp-step";
import { requireRelyingParty } from "./passkey-rules";
import { recoveryCodeHash } from "./recovery-code-rules";
import type { ProofMethod } from "./rules";
import type { PasskeyAnswer } from "./schema";
import { takeCeremony, takePasskeyChallenge } from "./take-passkey-challenge";
import { verifyPasskey } from "./verify-passkey";

export interface Proof {
  method: ProofMethod;
  code: string;
  password: string;
  passkey?: PasskeyAnswer | undefined;
}

/** What a code that was sent is bound to; a sign-in has none, for no code is sent for it. */
export interface Challenge {
  id: string;
  purpose: string;
  sessionId: string;
}

interface Wrong {
  wrong: "code" | "password" | "passkey";
  reason: string;
}
/** `burn` makes it work this once: it runs in the transaction of what the proof is for, and throws for the second. */
type Checked = { burn: (tx: Tx) => Promise<void> } | Wrong;

const nothingToBurn: Checked = { burn: async () => undefined };
const wrongCode: Wrong = { wrong: "code", reason: "codeWrong" };

/** Whether a proof is right. A code's try is counted and committed before it is judged. */
export async function checkProof(
  holder: Holder,
  challenge: Challenge | undefined,
  { passwordHash }: { passwordHash: string | null },
  { method, code, password, passkey }: Proof,
): Promise<Checked> {
  if (method === "passkey") return checkPasskey(holder, challenge, passkey);
  if (method === "totp") return checkTotp(holder, code);
  if (method === "recovery-code") return checkRecoveryCode(holder, code);
  if (method === "password" || method === "password-code") {
    if (!(await verifyPassword(passwordHash, password))) return { wrong: "password", reason: "passwordWrong" };
  }
  if (method === "password") return nothingToBurn;
  return challenge ? checkSentCode(holder, challenge, code) : wrongCode;
}

async function checkTotp(holder: Holder, code: string): Promise<Checked> {
  const { factors } = holder.tables;
  const bound = and(holder.own.factors, eq(factors.kind, "totp"), isNotNull(factors.boundAt));
  const found = await withHolderRead(holder, async (tx) => {
    const [row] = await tx.select({ id: factors.id, sealedSeed: factors.sealedSeed }).from(factors).where(bound);
    if (!row?.sealedSeed) return undefined;
    const seed = await openForHolder(tx, holder, { purpose: "second-factor", row: row.id }, row.sealedSeed);
    return { id: row.id, seed };
  });
  const { now } = holder.allowed;
  const step = found && matchTotpStep(found.seed, code, now);
  if (!found || step === undefined) return wrongCode;
  return {
    burn: async (tx) => {
      const used = await tx
        .update(factors)
        .set({ lastStep: step, lastUsedAt: now })
        .where(and(bound, eq(factors.id, found.id), lt(factors.lastStep, step)))
        .returning({ id: factors.id });
      if (used.length === 0) throw invalidField("second-factor", "code", "totpUsed");
    },
  };
}

/** What was to be signed is taken and gone before the answer is judged: no answer is looked at twice. */
async function checkPasskey(holder: Holder, asked: Challenge | undefined, answer?: PasskeyAnswer): Promise<Checked> {
  const { factors } = holder.tables;
  const challenge = asked
    ? await takePasskeyChallenge(holder, ({ id }) => eq(id, asked.id))
    : await takeCeremony(holder, "sign-in");
  if (!challenge || !answer) return { wrong: "passkey", reason: "passkeyOver" };
  const bound = and(
    ...[holder.own.factors, eq(factors.kind, "passkey"), isNotNull(factors.boundAt)],
    eq(factors.credentialId, answer.id),
  );
  const { id, credentialId, publicKey, signCount } = factors;
  const [row] = await withHolderRead(holder, (tx) =>
    tx.select({ id, credentialId, publicKey, signCount }).from(factors).where(bound),
  );
  if (!row?.credentialId || !row.publicKey) return { wrong: "passkey", reason: "passkeyWrong" };
  const stored = { credentialId: row.credentialId, publicKey: row.publicKey, signCount: row.signCount };
  const verdict = await verifyPasskey(requireRelyingParty(env().origin), challenge, stored, answer);
  if ("wrong" in verdict) return { wrong: "passkey", reason: verdict.wrong };
  return { burn: (tx) => countPasskey(tx, holder, row.id, verdict.signCount) };
}

/** Of two answers at once that one authenticator gave, the counter lets one through. */
async function countPasskey(tx: Tx, { own, tables, allowed }: Holder, id: string, counted: number): Promise<void> {
  const { factors } = tables;
  const onwards = counted === 0 ? eq(factors.signCount, 0) : lt(factors.signCount, counted);
  const used = await tx
    .update(factors)
    .set({ signCount: counted, lastUsedAt: allowed.now })
    .where(and(own.factors, eq(factors.id, id), onwards))
    .returning({ id: factors.id });
  if (used.length === 0) throw invalidField("second-factor", "passkey", "passkeyWrong");
}

async function checkRecoveryCode(holder: Holder, typed: string): Promise<Checked> {
  const { codes } = holder.tables;
  const unused = and(holder.own.codes, eq(codes.codeHash, recoveryCodeHash(typed)), isNull(codes.usedAt));
  const rows = await withHolderRead(holder, (tx) => tx.select({ id: codes.id }).from(codes).where(unused));
  if (rows.length === 0) return wrongCode;
  return {
    burn: async (tx) => {
      const used = await tx.update(codes).set({ usedAt: holder.allowed.now }).where(unused).returning({ id: codes.id });
      if (used.length === 0) throw invalidField("second-factor", "code", "codeSpent");
    },
  };
}

async function checkSentCode(holder: Holder, { id, purpose, sessionId }: Challenge, code: string): Promise<Checked> {
  const counted = await countTry(holder, id);
  if (!counted?.codeHash) return { wrong: "code", reason: "codeSpent" };
  if (!counted.codeExpiresAt || counted.codeExpiresAt <= holder.allowed.now) {
    return { wrong: "code", reason: "codeExpired" };
  }
  return equalSecrets(codeHashOf([id, purpose, sessionId], code), counted.codeHash) ? nothingToBurn : wrongCode;
}

async function countTry(holder: Holder, id: string) {
  const { challenges } = holder.tables;
  const { codeHash, codeExpiresAt, codeTriesLeft } = challenges;
  return withHolderTransaction(holder, async (tx) => {
    const [row] = await tx
      .update(challenges)
      .set({ codeTriesLeft: sql`${codeTriesLeft} - 1` })
      .where(and(holder.own.challenges, eq(challenges.id, id), gt(codeTriesLeft, 0)))
      .returning({ codeHash, codeExpiresAt });
    return row;
  });
}
