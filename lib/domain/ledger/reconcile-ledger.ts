import "server-only";
import { sql } from "drizzle-orm";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { withLongRead } from "@/lib/foundation/transaction";
import type { InvariantId } from "./rules";

export interface BrokenInvariant {
  invariant: InvariantId;
  detail: string;
}

/** Recomputes the account's books from their lines; an empty list means that every sum is what it must be. */
export async function reconcileLedger(ctx: Context): Promise<BrokenInvariant[]> {
  const allowed = authorize(ctx, "espalier:ReconcileLedger", walletResource(ctx));
  return withLongRead(allowed, async (tx) => {
    const rows = await tx.execute<Record<keyof BrokenInvariant, string>>(
      sql`select * from billing.broken_invariants()`,
    );
    return rows.map(({ invariant, detail }) => ({ invariant: invariant as InvariantId, detail }));
  });
}
