import "server-only";
import { sql } from "drizzle-orm";
import { textArray } from "@/lib/foundation/text-array";
import type { Tx } from "@/lib/foundation/transaction";

interface SignedNonce {
  accessKeyId: string;
  nonce: string;
  now: Date;
}

/** In their order: false where it was spent before, or by an earlier one of them. */
export async function claimNonces(tx: Tx, nonces: readonly SignedNonce[]): Promise<boolean[]> {
  const keyIds = textArray(nonces.map(({ accessKeyId }) => accessKeyId));
  const texts = textArray(nonces.map(({ nonce }) => nonce));
  const latest = new Date(Math.max(...nonces.map(({ now }) => now.getTime())));
  const rows = await tx.execute<{ claimed: string }>(
    sql`select auth.claim_nonces(${keyIds}, ${texts}, ${latest.toISOString()}::timestamptz) as claimed`,
  );
  const unspent = new Set(rows.map(({ claimed }) => claimed));
  return nonces.map(({ accessKeyId, nonce }) => unspent.delete(`${accessKeyId} ${nonce}`));
}
