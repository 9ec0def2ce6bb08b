import "server-only";
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit-events";
import { trustedDevices } from "@/db/schema/trusted-devices";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { hashToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import type { SignInView } from "./presenter";

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

/** The newest attempts of one person (null: the root user), right and wrong. */
export function listSignInsOf(
  tx: Tx,
  { accountId }: Allowed,
  person: SubAccountId | null,
  limit: number,
): Promise<SignInView[]> {
  const { id, occurredAt: at, result, code, ip, userAgent } = auditEvents;
  const whose =
    person === null
      ? and(isNull(auditEvents.subAccountId), eq(auditEvents.actorType, "root-user"))
      : eq(auditEvents.subAccountId, person);
  return tx
    .select({ id, at, result, code, ip, userAgent })
    .from(auditEvents)
    .where(and(eq(auditEvents.accountId, accountId), eq(auditEvents.action, "espalier:SignIn"), whose))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(limit);
}
