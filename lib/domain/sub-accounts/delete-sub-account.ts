import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { challenges } from "@/db/schema/challenges";
import { groupMembers } from "@/db/schema/group-members";
import { loginProfiles } from "@/db/schema/login-profiles";
import { notificationChoices } from "@/db/schema/notification-choices";
import { notifications } from "@/db/schema/notifications";
import { passwordHistory } from "@/db/schema/password-history";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { resetLinks } from "@/db/schema/reset-links";
import { reveals } from "@/db/schema/reveals";
import { serverGrants } from "@/db/schema/server-grants";
import { sessions } from "@/db/schema/sessions";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccountLabels } from "@/db/schema/sub-account-labels";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { removeAccessKeysOf } from "@/lib/domain/access-keys/steps";
import { removeResourcesOf } from "@/lib/domain/resources/steps";
import { spendStepUp } from "@/lib/domain/sessions/step-up-steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { dropFactorsOf } from "@/lib/domain/sign-in/factor-steps";
import { killResetLinks } from "@/lib/domain/sign-in/steps";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import type { SubAccountId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { lockSubAccount, requireUnused } from "./lookups";
import type { DeleteSubAccountInput } from "./schema";
import { countSubAccounts } from "./steps";

/**
 * Removes a sub-account, its credentials and its personal data for good, in one transaction. Its name stays reserved;
 * what it did stays in the audit log under that name. Throws `invalid-input` unless the name was typed in.
 */
export async function deleteSubAccount(
  ctx: Context,
  { name, typedName, unlessInUse = false }: DeleteSubAccountInput,
): Promise<void> {
  const allowed = authorize(ctx, "ram:DeleteUser", subAccountResource(ctx, name));
  if (typedName !== name) throw invalidField("sub-account", "typedName", "nameMismatch");
  if (actingSubAccount(ctx.actor)?.name === name) {
    throw new DomainError("invalid-state", "sub-account", { reason: "notYourself" });
  }
  requireStepUp(allowed, "delete");
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { name });
    await spendStepUp(tx, allowed, "delete");
    const { id, state } = await lockSubAccount(tx, allowed, name);
    if (unlessInUse) await requireUnused(tx, allowed, id);
    await endSessions(tx, allowed, { of: id, reason: "ended" });
    await killResetLinks(tx, allowed, id);
    await removeAccessKeysOf(tx, allowed, id);
    await dropFactorsOf(tx, allowed, id);
    await removeResourcesOf(tx, allowed, { id, name });
    await removeRows(tx, allowed, id);
    await recordAudit(tx, allowed, { action: "ram:DeleteUser", resource: name, subAccountId: id, before: { state } });
    await countSubAccounts(tx, allowed, state === "active" ? { active: -1 } : { disabled: -1 });
  });
}

async function removeRows(tx: Tx, { accountId }: Allowed, id: SubAccountId): Promise<void> {
  const ofPerson = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), eq(sessions.subAccountId, id)));
  await tx.delete(reveals).where(and(eq(reveals.accountId, accountId), inArray(reveals.sessionId, ofPerson)));
  await tx.delete(challenges).where(and(eq(challenges.accountId, accountId), inArray(challenges.sessionId, ofPerson)));
  const told = [notifications, notificationChoices];
  const signIn = [sessions, resetLinks, passwordHistory, loginProfiles];
  const held = [policyAttachments, groupMembers, sshKeys, serverGrants, subAccountLabels];
  for (const table of [...told, ...signIn, ...held]) {
    await tx.delete(table).where(and(eq(table.accountId, accountId), eq(table.subAccountId, id)));
  }
  await tx.delete(subAccounts).where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, id)));
}
