import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { post } from "@/lib/domain/ledger/steps";
import { claimOnce } from "@/lib/foundation/idempotency";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { SetDefaultLimitInput } from "./schema";

/** The limit that sub-accounts made from now on begin with; no amount takes the default away. */
export async function setDefaultLimit(ctx: Context, input: SetDefaultLimitInput): Promise<void> {
  const { per, soft, hard, onSoft, stops } = input;
  const allowed = authorize(ctx, "bss:SetSpendLimit", walletResource(ctx));
  const isNone = soft === null && hard === null;
  const kept = isNone ? null : { per, onSoft, stops, soft: soft?.toString() ?? null, hard: hard?.toString() ?? null };
  const words = { soft: soft === null ? null : writeMicros(soft), hard: hard === null ? null : writeMicros(hard) };
  const after = isNone ? { none: true } : { per, onSoft, stops, ...words };
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { defaultLimit: after });
    await post(tx, sql`select billing.set_default_limit(${kept && JSON.stringify(kept)}::jsonb)`);
    await recordAudit(tx, allowed, { action: "bss:SetSpendLimit", resource: "default", after });
  });
}
