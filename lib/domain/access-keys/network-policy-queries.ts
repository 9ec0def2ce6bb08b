import "server-only";
import { and, count, eq, or, sql } from "drizzle-orm";
import { accessKeys, type KeyNetworkPolicy } from "@/db/schema/access-keys";
import { accounts } from "@/db/schema/accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { shownAs } from "./list-conditions";
import { findKeyOf, findKeyOwner } from "./lookups";
import type { NamedAccessKey } from "./schema";

/** What nobody has set restricts nothing. */
const none: KeyNetworkPolicy = { active: false, lists: [] };

/** A key's own network policy. Throws `not-found`. */
export async function getAccessKeyPolicy(ctx: Context, { id, ownerName }: NamedAccessKey): Promise<KeyNetworkPolicy> {
  const allowed = authorize(ctx, "ram:GetAccessKeyPolicy", accountSettingsResource(ctx));
  const { key } = await withReadTransaction(allowed, async (tx) =>
    findKeyOf(tx, allowed, await findKeyOwner(tx, allowed, ownerName), { id }),
  );
  return key.networkPolicy ?? none;
}

/** The one of all keys that have none of their own. */
export async function getAccessKeyPolicyForAccount(ctx: Context): Promise<KeyNetworkPolicy> {
  const allowed = authorize(ctx, "ram:GetAccessKeyPolicyForAccount", accountSettingsResource(ctx));
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx.select({ policy: accounts.keyNetworkPolicy }).from(accounts).where(eq(accounts.accountId, allowed.accountId)),
  );
  if (!row) throw new DomainError("not-found", "account");
  return row.policy ?? none;
}

/** The same, and how many keys that work go by it: those whose own policy says nothing. */
export async function getKeyNetwork(ctx: Context): Promise<{ policy: KeyNetworkPolicy; reach: number }> {
  const allowed = authorize(ctx, "ram:GetAccessKeyPolicyForAccount", accountSettingsResource(ctx));
  const { accountId, now } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [account] = await tx
      .select({ policy: accounts.keyNetworkPolicy })
      .from(accounts)
      .where(eq(accounts.accountId, accountId));
    const saysNothing = or(
      sql`${accessKeys.networkPolicy} is null`,
      sql`not (${accessKeys.networkPolicy} ->> 'active')::boolean`,
      sql`jsonb_array_length(${accessKeys.networkPolicy} -> 'lists') = 0`,
    );
    const [keys] = await tx
      .select({ reach: count() })
      .from(accessKeys)
      .where(and(eq(accessKeys.accountId, accountId), shownAs("active", now), saysNothing));
    return { policy: account?.policy ?? none, reach: keys?.reach ?? 0 };
  });
}
