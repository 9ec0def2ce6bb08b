import "server-only";
import { desc } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { ownReveal, type RevealKey } from "./reveal-rules";

export type RevealState = RevealStep & { /** When it was left; undefined where nothing was. */ at?: number };

type RevealStep =
  | { state: "waiting"; until: Date }
  /** This request claimed it: its answer shows it. */
  | { state: "claimed" }
  /** Shown or downloaded before. */
  | { state: "given" }
  | { state: "expired" }
  /** Nothing was left for this session. */
  | { state: "none" };

/** What waits for this session, without opening it: all that a GET may ask. */
export async function findReveal(ctx: Context, key: RevealKey): Promise<RevealState> {
  const allowed = authorize(ctx, "espalier:RevealSecret", ownSignInResource(ctx));
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ requestId: reveals.requestId, expiresAt: reveals.expiresAt, createdAt: reveals.createdAt })
      .from(reveals)
      .where(ownReveal(allowed, key))
      .orderBy(desc(reveals.createdAt))
      .limit(1),
  );
  if (!row) return { state: "none" };
  const at = row.createdAt.getTime();
  if (row.requestId !== null) return { state: row.requestId === ctx.requestId ? "claimed" : "given", at };
  return row.expiresAt > ctx.now ? { state: "waiting", until: row.expiresAt, at } : { state: "expired", at };
}
