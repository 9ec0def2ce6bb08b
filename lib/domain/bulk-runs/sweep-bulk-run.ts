import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { bulkRuns } from "@/db/schema/bulk-runs";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount } from "@/lib/authorization/resources";
import { setKeyState } from "@/lib/domain/access-keys/steps";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { AccountId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { takeKits } from "./kit-steps";
import { lockRun } from "./lookups";
import { inDays, keptDays } from "./rules";

interface Swept {
  accountId: AccountId;
  runId: string;
  kitsOnly: boolean;
}

/**
 * Forgets a run with its rows, or erases what it made for people and nobody handed over: an AccessKey whose secret
 * nobody has is disabled. A run that goes on, or is over for less than its time, is left to the sweep ordered when it
 * ended.
 */
export async function sweepBulkRun(platform: PlatformContext, { accountId, runId, kitsOnly }: Swept): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  await withTransaction(allowed, async (tx) => {
    const { state, finishedAt } = await lockRun(tx, allowed, runId);
    if (state === "running") return;
    if (!kitsOnly && finishedAt && allowed.now < inDays(finishedAt, keptDays.finished)) return;
    await eraseKits(tx, allowed, runId);
    if (kitsOnly) return;
    await tx.delete(bulkRows).where(and(eq(bulkRows.accountId, accountId), eq(bulkRows.runId, runId)));
    await tx.delete(bulkRuns).where(and(eq(bulkRuns.accountId, accountId), eq(bulkRuns.id, runId)));
  });
}

async function eraseKits(tx: Tx, allowed: Allowed, runId: string): Promise<void> {
  for (const [owner, { accessKeyId }] of await takeKits(tx, allowed, runId)) {
    if (!accessKeyId) continue;
    await setKeyState(tx, allowed, accessKeyId, "disabled");
    await recordAudit(tx, allowed, {
      action: "ram:UpdateAccessKey",
      resource: accessKeyId,
      after: { owner, state: "disabled", neverHandedOver: true },
    });
  }
}
