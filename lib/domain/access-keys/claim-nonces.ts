import "server-only";
import { sql } from "drizzle-orm";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { textArray } from "@/lib/foundation/text-array";
import type { Tx } from "@/lib/foundation/transaction";

interface SignedNonce {
  accessKeyId: string;
  nonce: string;
  now: Date;
}

const claim = prepareOnce((tx) =>
  tx
    .select({ claimed: sql<string>`claimed` })
    .from(
      sql`auth.claim_nonces(${sql.placeholder("keyIds")}::text[], ${sql.placeholder("nonces")}::text[],
        ${sql.placeholder("latest")}::timestamptz) as claimed`,
    )
    .prepare("claim-nonces"),
);

/** In their order: false where it was spent before, or by an earlier one of them. */
export async function claimNonces(tx: Tx, nonces: readonly SignedNonce[]): Promise<boolean[]> {
  const rows = await claim(tx, {
    keyIds: textArray(nonces.map(({ accessKeyId }) => accessKeyId)),
    nonces: textArray(nonces.map(({ nonce }) => nonce)),
    latest: new Date(Math.max(...nonces.map(({ now }) => now.getTime()))).toISOString(),
  });
  const unspent = new Set(rows.map(({ claimed }) => claimed));
  return nonces.map(({ accessKeyId, nonce }) => unspent.delete(`${accessKeyId} ${nonce}`));
}
