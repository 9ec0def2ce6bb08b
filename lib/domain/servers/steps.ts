import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { serverCredentials } from "@/db/schema/server-credentials";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Tx } from "@/lib/foundation/transaction";

/** Ends every credential of a server now, also one that was to live a little longer. The next question is nobody's. */
export async function dropCredentials(tx: Tx, { accountId }: Allowed, serverId: string): Promise<number> {
  const gone = await tx
    .delete(serverCredentials)
    .where(and(eq(serverCredentials.accountId, accountId), eq(serverCredentials.serverId, serverId)))
    .returning({ tokenHash: serverCredentials.tokenHash });
  for (const { tokenHash } of gone) await tx.execute(sql`select auth.release_key('server', ${tokenHash})`);
  return gone.length;
}

/** The others stop when the grace is over, or earlier where that was said before; without a grace they stop now. */
export async function endOthers(
  tx: Tx,
  allowed: Allowed,
  living: readonly { id: string; tokenHash: string; endsAt: Date | null }[],
  endsAt: Date,
): Promise<void> {
  const { accountId, now } = allowed;
  const stops = endsAt <= now;
  for (const { id, tokenHash, endsAt: planned } of living) {
    const one = and(eq(serverCredentials.accountId, accountId), inArray(serverCredentials.id, [id]));
    if (stops) {
      await tx.delete(serverCredentials).where(one);
      await tx.execute(sql`select auth.release_key('server', ${tokenHash})`);
    } else if (!planned || planned > endsAt) await tx.update(serverCredentials).set({ endsAt }).where(one);
  }
}
