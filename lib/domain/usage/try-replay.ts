import "server-only";
import { sql } from "drizzle-orm";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { replayQuarantined } from "./replay-quarantined";

/** The worker's replay of one event: taken in, or marked as tried where its reason still stands. */
export async function tryReplay(
  platform: PlatformContext,
  { accountId, id, by }: { accountId: AccountId; id: string; by: string },
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ResolveUsage", usageResource(ctx));
  try {
    await replayQuarantined(platform, { accountId, id }, by);
  } catch (error) {
    if (!(error instanceof DomainError) || !["not-found", "invalid-state"].includes(error.code)) throw error;
    await withTransaction(allowed, (tx) => post(tx, sql`select billing.note_replay(${id}, ${ctx.now.toISOString()})`));
  }
}
