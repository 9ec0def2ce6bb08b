import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { reservedNames } from "@/db/schema/reserved-names";
import { spendLimits } from "@/db/schema/spend-limits";
import { authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { readLimits } from "./lookups";

export interface SpendLimitView {
  id: string;
  /** null: of the whole account. */
  subAccountName: string | null;
  per: (typeof spendLimits.$inferSelect)["per"];
  soft: Micros | null;
  hard: Micros | null;
  stops: "new" | "all";
  spent: Micros;
  resetsAt: Date | null;
}

/** Every limit the caller may see with what its window has spent: the account's, or its own. */
export async function listSpendLimits(ctx: Context): Promise<SpendLimitView[]> {
  const allowed = authorizeWidest(ctx, "bss:DescribeSpend");
  const { accountId, scope } = allowed;
  const own = scope.kind === "sub-account" ? eq(spendLimits.subAccountId, scope.subAccountId) : undefined;
  return withReadTransaction(allowed, async (tx) => {
    const rows = await readLimits(tx, allowed, own);
    const ids = rows.flatMap(({ subAccountId }) => subAccountId ?? []);
    const named =
      scope.kind === "account" && ids.length > 0
        ? await tx
            .select({ id: reservedNames.subAccountId, name: reservedNames.name })
            .from(reservedNames)
            .where(and(eq(reservedNames.accountId, accountId), inArray(reservedNames.subAccountId, ids)))
        : [];
    const nameOf = new Map(named.map(({ id, name }) => [id, name]));
    return rows
      .map(({ subAccountId, spent, ...row }) => ({
        ...row,
        spent: asMicros(BigInt(spent)),
        subAccountName: subAccountId === null ? null : (nameOf.get(subAccountId) ?? ctx.actor.name),
      }))
      .toSorted((a, b) => (a.subAccountName ?? "").localeCompare(b.subAccountName ?? ""));
  });
}
