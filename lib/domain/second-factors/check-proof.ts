import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { verifyPassword } from "@/lib/domain/sign-in/hash-password";
import { codeHashOf } from "@/lib/domain/verification-codes/rules";
import { equalSecrets } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import { type Holder, withHolderTransaction } from "./authorize-holder";
import type { ProofMethod } from "./rules";

interface Proof {
  method: ProofMethod;
  code: string;
  password: string;
}

interface Challenge {
  id: string;
  purpose: string;
  sessionId: string;
}

/** `burn` makes it work this once: it runs in the transaction of what the proof is for, and throws for the second. */
type Checked = { burn: (tx: Tx) => Promise<void> } | { wrong: "code" | "password"; reason: string };

const nothingToBurn: Checked = { burn: async () => undefined };

/** Whether a proof is right. A code's try is counted and committed before it is judged. */
export async function checkProof(
  holder: Holder,
  challenge: Challenge,
  { passwordHash }: { passwordHash: string | null },
  { method, code, password }: Proof,
): Promise<Checked> {
  if (method === "password" || method === "password-code") {
    if (!(await verifyPassword(passwordHash, password))) return { wrong: "password", reason: "passwordWrong" };
  }
  if (method === "password") return nothingToBurn;
  return checkSentCode(holder, challenge, code);
}

async function checkSentCode(holder: Holder, { id, purpose, sessionId }: Challenge, code: string): Promise<Checked> {
  const counted = await countTry(holder, id);
  if (!counted?.codeHash) return { wrong: "code", reason: "codeSpent" };
  if (!counted.codeExpiresAt || counted.codeExpiresAt <= holder.allowed.now) {
    return { wrong: "code", reason: "codeExpired" };
  }
  const right = equalSecrets(codeHashOf([id, purpose, sessionId], code), counted.codeHash);
  return right ? nothingToBurn : { wrong: "code", reason: "codeWrong" };
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
