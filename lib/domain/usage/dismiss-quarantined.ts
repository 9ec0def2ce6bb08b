import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { usageResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { withTransaction } from "@/lib/foundation/transaction";
import type { DismissQuarantinedInput } from "./schema";

/** Leaves a quarantined event unbilled, with the reason; the event itself is kept. */
export async function dismissQuarantined(
  platform: PlatformContext,
  { accountId, id, reason }: DismissQuarantinedInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ResolveUsage", usageResource(ctx));
  await withTransaction(allowed, async (tx) => {
    const by = ctx.actor.name;
    await post(
      tx,
      sql`select billing.resolve_quarantined(${id}, 'dismissed', ${by}, ${reason}, ${ctx.now.toISOString()})`,
    );
    await recordAudit(tx, allowed, {
      action: "espalier:ResolveUsage",
      resource: id,
      after: { resolution: "dismissed", reason },
    });
  });
}
