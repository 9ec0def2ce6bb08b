import "server-only";
import { and, eq } from "drizzle-orm";
import { accessKeys, type KeyNetworkPolicy } from "@/db/schema/access-keys";
import { accounts } from "@/db/schema/accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { lockAccount } from "@/lib/domain/accounts/steps";
import { withTransaction } from "@/lib/foundation/transaction";
import { findKeyOf, lockKeyOwner } from "./lookups";
import { describeNetworkPolicy, requireRootForRootKeys, soundNetworkPolicy } from "./rules";
import type { NamedAccessKey } from "./schema";

/** From where one key may call, in the account's policy's place. Throws `invalid-input` on field `networkPolicy`. */
export async function setAccessKeyPolicy(
  ctx: Context,
  { id, ownerName, policy }: NamedAccessKey & { policy: KeyNetworkPolicy },
): Promise<KeyNetworkPolicy> {
  const allowed = authorize(ctx, "ram:SetAccessKeyPolicy", accountSettingsResource(ctx));
  requireRootForRootKeys(allowed, ownerName);
  const networkPolicy = soundNetworkPolicy(policy);
  return withTransaction(allowed, async (tx) => {
    const owner = await lockKeyOwner(tx, allowed, ownerName);
    const { key } = await findKeyOf(tx, allowed, owner, { id });
    await tx
      .update(accessKeys)
      .set({ networkPolicy, updatedAt: allowed.now })
      .where(and(eq(accessKeys.accountId, allowed.accountId), eq(accessKeys.id, id)));
    await recordAudit(tx, allowed, {
      action: "ram:SetAccessKeyPolicy",
      resource: id,
      subAccountId: owner.subAccountId,
      before: { addresses: describeNetworkPolicy(key.networkPolicy) },
      after: { owner: ownerName, addresses: describeNetworkPolicy(networkPolicy) },
    });
    return networkPolicy;
  });
}

/** From where every key of the account may call that has no policy of its own, the root user's included. */
export async function setAccessKeyPolicyForAccount(
  ctx: Context,
  { policy }: { policy: KeyNetworkPolicy },
): Promise<KeyNetworkPolicy> {
  const allowed = authorize(ctx, "ram:SetAccessKeyPolicyForAccount", accountSettingsResource(ctx));
  requireStepUp(allowed, "security-settings");
  const networkPolicy = soundNetworkPolicy(policy);
  return withTransaction(allowed, async (tx) => {
    const { name, keyNetworkPolicy: before } = await lockAccount(tx, allowed);
    await tx.update(accounts).set({ keyNetworkPolicy: networkPolicy }).where(eq(accounts.accountId, allowed.accountId));
    await recordAudit(tx, allowed, {
      action: "ram:SetAccessKeyPolicyForAccount",
      resource: name,
      before: { addresses: describeNetworkPolicy(before) },
      after: { addresses: describeNetworkPolicy(networkPolicy) },
    });
    return networkPolicy;
  });
}
