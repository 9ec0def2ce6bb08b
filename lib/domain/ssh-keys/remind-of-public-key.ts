import "server-only";
import { and, eq, gt, isNull, or } from "drizzle-orm";
import { sshKeys } from "@/db/schema/ssh-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { notify } from "@/lib/domain/notifications/steps";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";

interface Reminder {
  accountId: AccountId;
  publicKeyId: string;
  /** The end it reminds of: a key whose end was moved since has reminders of its own. */
  expiresAt: string;
  daysLeft: number;
}

/** Tells a key's owner, once, that it stops working in so many days. A deleted, moved or expired key: nothing. */
export async function remindOfPublicKey(platform: PlatformContext, reminder: Reminder): Promise<void> {
  const { accountId, publicKeyId, daysLeft } = reminder;
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RemindOfPublicKey", anySubAccount(ctx));
  const expiresAt = new Date(reminder.expiresAt);
  await withTransaction(allowed, async (tx) => {
    const [key] = await tx
      .update(sshKeys)
      .set({ remindedDays: daysLeft })
      .where(
        and(
          eq(sshKeys.accountId, accountId),
          eq(sshKeys.id, publicKeyId),
          eq(sshKeys.expiresAt, expiresAt),
          gt(sshKeys.expiresAt, allowed.now),
          or(isNull(sshKeys.remindedDays), gt(sshKeys.remindedDays, daysLeft)),
        ),
      )
      .returning();
    if (!key) return;
    const { subAccountId, fingerprint, name } = key;
    const params = { key: name, fingerprint, days: String(daysLeft) };
    await notify(tx, allowed, { kind: "ssh-key-expiring", to: subAccountId, params });
    await recordAudit(tx, allowed, {
      action: "espalier:RemindOfPublicKey",
      resource: fingerprint,
      subAccountId,
      after: { name, daysLeft },
    });
  });
}
