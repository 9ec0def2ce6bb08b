import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/foundation/transaction";

interface SignedNonce {
  accessKeyId: string;
  nonce: string;
  now: Date;
}

/** False where it was spent before. */
export async function claimNonce(tx: Tx, { accessKeyId, nonce, now }: SignedNonce): Promise<boolean> {
  const rows = await tx.execute<{ claimed: boolean }>(
    sql`select auth.claim_nonce(${accessKeyId}, ${nonce}, ${now.toISOString()}::timestamptz) as claimed`,
  );
  return rows[0]?.claimed === true;
}
