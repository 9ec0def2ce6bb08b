import "server-only";
import { sql } from "drizzle-orm";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";

/** A call is accepted 15 minutes before and after its time; a nonce outlives that by one. */
const keptMs = 31 * 60_000;

/** Forgets nonces that no accepted time can come back with, in pieces of a transaction each. */
export async function sweepNonces(platform: PlatformContext): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:SweepNonces");
  const before = new Date(allowed.now.getTime() - keptMs).toISOString();
  const sweepPiece = () =>
    withPlatformTransaction(allowed, async (tx) => {
      const [row] = await tx.execute<{ swept: number }>(sql`select auth.sweep_nonces(${before}::timestamptz) as swept`);
      return row?.swept ?? 0;
    });
  while ((await sweepPiece()) > 0);
}
