import "server-only";
import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { formerAliasesMax } from "./settings-rules";
import { lockAccount, takeKey } from "./steps";

/**
 * Moves the sub-accounts' door to another address. The one before stays the account's own: its page says the new one,
 * nobody signs in there, and no other account ever gets it. Going back to one of them is possible. Throws
 * `already-exists` on field `alias`, `limit-reached` when the account has kept too many.
 */
export async function setAccountAlias(ctx: Context, { alias }: { alias: string }): Promise<void> {
  const allowed = authorize(ctx, "ram:SetAccountAlias", accountSettingsResource(ctx));
  requireStepUp(allowed, "alias");
  await withTransaction(allowed, async (tx) => {
    const moved = await moveDoor(tx, allowed, alias);
    if (moved) await recordAudit(tx, allowed, { action: "ram:SetAccountAlias", ...moved });
  });
}

/** Back to the default: the account's name, which is its own for good. */
export async function clearAccountAlias(ctx: Context): Promise<void> {
  const allowed = authorize(ctx, "ram:ClearAccountAlias", accountSettingsResource(ctx));
  requireStepUp(allowed, "alias");
  await withTransaction(allowed, async (tx) => {
    const moved = await moveDoor(tx, allowed, ctx.account.name);
    if (moved) await recordAudit(tx, allowed, { action: "ram:ClearAccountAlias", ...moved });
  });
}

async function moveDoor(tx: Tx, allowed: Allowed, alias: string) {
  const account = await lockAccount(tx, allowed);
  if (account.alias === alias) return undefined;
  const isOwn = account.formerAliases.includes(alias);
  const formerAliases = [...account.formerAliases.filter((former) => former !== alias), account.alias];
  if (formerAliases.length > formerAliasesMax) {
    throw new DomainError("limit-reached", "alias", { reason: "aliasesUsedUp", details: { max: formerAliasesMax } });
  }
  if (!isOwn) await takeKey(tx, "alias", alias, "alias");
  await tx.update(accounts).set({ alias, formerAliases }).where(eq(accounts.accountId, allowed.accountId));
  return { resource: account.name, before: { alias: account.alias }, after: { alias } };
}
