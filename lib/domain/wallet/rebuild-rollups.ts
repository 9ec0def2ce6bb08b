import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { withTransaction } from "@/lib/foundation/transaction";
import type { RebuildRollupsInput } from "./schema";

/** Writes a month's sums anew from its charges; tells how many were not what they must be. */
export async function rebuildRollups(
  platform: PlatformContext,
  { accountId, period }: RebuildRollupsInput,
): Promise<{ changed: number }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RebuildRollups", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  return withTransaction(allowed, async (tx) => {
    const [row] = await post<{ changed: string }>(tx, sql`select billing.rebuild_rollups(${period}) as changed`);
    const changed = Number(row?.changed ?? 0);
    await post(tx, sql`select billing.check_again()`);
    await recordAudit(tx, allowed, { action: "espalier:RebuildRollups", resource: period, after: { rows: changed } });
    return { changed };
  });
}
