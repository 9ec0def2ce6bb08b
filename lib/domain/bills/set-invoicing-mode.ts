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
import { readInvoicing } from "./lookups";
import type { SetInvoicingModeInput } from "./schema";

/**
 * How an account's months are invoiced from the next one on; the one that has begun keeps its way. The month from which
 * it holds. Throws `invalid-state` on the mode where that is how it will be already.
 */
export async function setInvoicingMode(
  platform: PlatformContext,
  { accountId, mode }: SetInvoicingModeInput,
): Promise<string> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SetInvoicingMode", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  return withTransaction(allowed, async (tx) => {
    const was = await readInvoicing(tx, allowed);
    const [row] = await post<{ since: string }>(
      tx,
      sql`select to_char(billing.set_invoicing_mode(${mode}, ${ctx.now.toISOString()}), 'YYYY-MM') as since`,
    );
    const from = row?.since ?? was.nextMonth;
    await recordAudit(tx, allowed, {
      action: "espalier:SetInvoicingMode",
      resource: "wallet",
      before: { invoicingMode: was.nextMode },
      after: { invoicingMode: mode, from },
    });
    return from;
  });
}
