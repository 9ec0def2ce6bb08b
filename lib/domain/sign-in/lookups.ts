import "server-only";
import { and, eq, gt, isNull } from "drizzle-orm";
import { trustedDevices } from "@/db/schema/trusted-devices";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { hashToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";

/** Whether this browser gave this person's second factor lately and was told to remember it. */
export async function isTrustedDevice(
  tx: Tx,
  { accountId, now }: Allowed,
  subAccountId: SubAccountId | null,
  token: string,
): Promise<boolean> {
  const owner =
    subAccountId === null ? isNull(trustedDevices.subAccountId) : eq(trustedDevices.subAccountId, subAccountId);
  const rows = await tx
    .select({ id: trustedDevices.id })
    .from(trustedDevices)
    .where(
      and(
        eq(trustedDevices.accountId, accountId),
        owner,
        eq(trustedDevices.tokenHash, hashToken(token)),
        gt(trustedDevices.expiresAt, now),
      ),
    );
  return rows.length > 0;
}
