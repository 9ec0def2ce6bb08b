import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { enqueue } from "@/lib/foundation/queue";
import { withTransaction } from "@/lib/foundation/transaction";
import { replayUsageJob } from "./jobs";
import { listWaiting } from "./queries";
import type { ReplayWaitingInput } from "./schema";

/**
 * Orders a replay of everything that waits for one reason, account by account; the worker takes the events one by one,
 * and each says in the list what became of it. Tells how many were ordered.
 */
export async function replayWaiting(
  platform: PlatformContext,
  input: ReplayWaitingInput,
): Promise<{ ordered: number }> {
  authorizePlatform(platform, "platform:ListUsage");
  const by = platform.actor.name;
  let ordered = 0;
  for (const [accountId, ids] of await listWaiting(platform, input)) {
    const ctx = enterAccount(platform, await getAccount(platform, accountId));
    const allowed = authorize(ctx, "espalier:ResolveUsage", usageResource(ctx));
    await withTransaction(allowed, async (tx) => {
      for (const id of ids) await enqueue(tx, replayUsageJob, { accountId, id, by });
      const after = { reason: input.reason, ordered: ids.length };
      await recordAudit(tx, allowed, { action: "espalier:ResolveUsage", resource: "all", after });
    });
    ordered += ids.length;
  }
  return { ordered };
}
