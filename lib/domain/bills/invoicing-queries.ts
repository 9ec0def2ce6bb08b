import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { AccountId } from "@/lib/foundation/ids";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { type Invoicing, readInvoicing } from "./lookups";

/** How an account's months are invoiced, for operators: the running one, and those that have not begun. */
export async function getInvoicing(platform: PlatformContext, accountId: AccountId): Promise<Invoicing> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SetInvoicingMode", walletResource(ctx));
  return withReadTransaction(allowed, (tx) => readInvoicing(tx, allowed));
}
