import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { type Label, wordLabel } from "./label-rules";

/** Gives a sub-account exactly these labels; answers whether that changed anything. */
export async function storeLabels(
  tx: Tx,
  { accountId }: Allowed,
  subAccountId: SubAccountId,
  labels: readonly Label[],
): Promise<boolean> {
  const own = and(eq(subAccountLabels.accountId, accountId), eq(subAccountLabels.subAccountId, subAccountId));
  const before = await tx.delete(subAccountLabels).where(own).returning();
  if (labels.length > 0) {
    await tx.insert(subAccountLabels).values(labels.map((label) => ({ accountId, subAccountId, ...label })));
  }
  const said = (list: readonly Label[]) => list.map(wordLabel).toSorted().join("\n");
  return said(before) !== said(labels);
}
