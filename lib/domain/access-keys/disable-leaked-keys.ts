import "server-only";
import { and, eq, inArray, or } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { findCredentials } from "@/lib/foundation/credential-format";
import { hashToken } from "@/lib/foundation/tokens";
import { withTransaction } from "@/lib/foundation/transaction";
import { visibleKeys } from "./lookups";
import { setKeyState } from "./steps";

export interface LeakedKey {
  id: string;
  ownerName: string | null;
  /** Whether it was still good when it was pasted. */
  wasActive: boolean;
}

/** More than this in one text is a list, not a leak. */
const foundMax = 200;

/**
 * Disables every key of the account, or of the sub-account that asks, whose id or secret stands in a text somebody
 * found. Others' and made-up ones are passed over alike. Nothing of the text is kept.
 */
export async function disableLeakedKeys(ctx: Context, { text }: { text: string }): Promise<LeakedKey[]> {
  const allowed = authorizeWidest(ctx, "ram:UpdateAccessKey");
  const ids = findCredentials("access-key-id", text).slice(0, foundMax);
  const hashes = findCredentials("access-key-secret", text).slice(0, foundMax).map(hashToken);
  if (ids.length + hashes.length === 0) return [];
  return withTransaction(allowed, async (tx) => {
    const rows = await tx
      .select({
        id: accessKeys.id,
        subAccountId: accessKeys.subAccountId,
        state: accessKeys.state,
        ownerName: subAccounts.name,
      })
      .from(accessKeys)
      .leftJoin(
        subAccounts,
        and(eq(subAccounts.accountId, accessKeys.accountId), eq(subAccounts.id, accessKeys.subAccountId)),
      )
      .where(
        and(
          visibleKeys(allowed),
          or(
            ids.length > 0 ? inArray(accessKeys.id, ids) : undefined,
            hashes.length > 0 ? inArray(accessKeys.secretHash, hashes) : undefined,
          ),
        ),
      );
    for (const { id, subAccountId, state } of rows) {
      if (state === "disabled") continue;
      await setKeyState(tx, allowed, id, "disabled");
      await recordAudit(tx, allowed, {
        action: "ram:UpdateAccessKey",
        resource: id,
        subAccountId,
        before: { state },
        after: { state: "disabled", leaked: true },
      });
    }
    return rows.map(({ id, ownerName, state }) => ({ id, ownerName, wasActive: state === "active" }));
  });
}
