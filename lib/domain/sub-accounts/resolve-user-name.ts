import "server-only";
import { and, eq } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Context } from "@/lib/authorization/context";
import { mintFence } from "@/lib/foundation/fence";
import { withReadTransaction } from "@/lib/foundation/transaction";

/**
 * The name behind an id of the account, so that the decision is about a name whichever way the call says it. An unknown
 * id stands for itself: what may not be known and what does not exist are refused by the same decision.
 */
export async function resolveUserName(ctx: Context, by: { ramId: string } | { accessKeyId: string }): Promise<string> {
  const { accountId, actorKey, authorityEpoch } = ctx;
  const fence = mintFence({ accountId, scope: { kind: "account" }, actorKey, authorityEpoch });
  const isOfAccount = eq(subAccounts.accountId, accountId);
  const [found] = await withReadTransaction(fence, (tx) =>
    "ramId" in by
      ? tx
          .select({ name: subAccounts.name })
          .from(subAccounts)
          .where(and(isOfAccount, eq(subAccounts.ramId, by.ramId)))
      : tx
          .select({ name: subAccounts.name })
          .from(subAccounts)
          .innerJoin(
            accessKeys,
            and(eq(accessKeys.accountId, subAccounts.accountId), eq(accessKeys.subAccountId, subAccounts.id)),
          )
          .where(and(isOfAccount, eq(accessKeys.id, by.accessKeyId))),
  );
  return found?.name ?? ("ramId" in by ? by.ramId : by.accessKeyId);
}
