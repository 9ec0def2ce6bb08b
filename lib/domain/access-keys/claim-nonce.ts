import "server-only";
import { sql } from "drizzle-orm";
import { enterByKeyToClaim } from "@/lib/foundation/transaction";

/**
 * Spends a nonce of a key whose signature has held, for good and even where the call is refused later. False where it
 * was spent before: of two calls at once one is false.
 */
export async function claimNonce(accessKeyId: string, nonce: string, now: Date): Promise<boolean> {
  const rows = await enterByKeyToClaim("access-key", accessKeyId, (tx) =>
    tx.execute<{ claimed: boolean }>(
      sql`select auth.claim_nonce(${accessKeyId}, ${nonce}, ${now.toISOString()}::timestamptz) as claimed`,
    ),
  );
  return rows[0]?.claimed === true;
}
