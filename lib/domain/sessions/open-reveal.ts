import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { openForAccount } from "@/lib/foundation/data-keys";
import { withTransaction } from "@/lib/foundation/transaction";
import { ownReveal, type RevealKey } from "./reveal-rules";

/** The secret that this very request has claimed, erased in the statement that reads it; undefined for all others. */
export async function openReveal(ctx: Context, key: RevealKey): Promise<string | undefined> {
  const allowed = authorize(ctx, "espalier:RevealSecret", ownSignInResource(ctx));
  const { accountId, requestId } = allowed;
  return withTransaction(allowed, async (tx) => {
    const taken = tx.$with("taken").as(
      tx
        .select({ id: reveals.id, sealed: sql<Buffer>`${reveals.sealed}`.as("taken_sealed") })
        .from(reveals)
        .where(and(ownReveal(allowed, key), eq(reveals.requestId, requestId), isNotNull(reveals.sealed)))
        .for("update"),
    );
    const [row] = await tx
      .with(taken)
      .update(reveals)
      .set({ sealed: null })
      .from(taken)
      .where(and(eq(reveals.accountId, accountId), eq(reveals.id, taken.id)))
      .returning({ id: taken.id, sealed: taken.sealed });
    if (!row) return undefined;
    const opened = await openForAccount(tx, { accountId, purpose: "reveal", row: row.id }, row.sealed);
    return opened.toString("utf8");
  });
}
