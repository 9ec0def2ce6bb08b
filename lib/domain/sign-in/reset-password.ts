import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { resetLinks } from "@/db/schema/reset-links";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import type { PlatformContext } from "@/lib/authorization/context";
import { endSessions } from "@/lib/domain/sessions/steps";
import { DomainError } from "@/lib/foundation/errors";
import { hashToken } from "@/lib/foundation/tokens";
import { enterByKey, withTransaction } from "@/lib/foundation/transaction";
import { type AccountPrincipal, principalKey } from "./find-principal";
import { hashPassword } from "./hash-password";
import { provedAs } from "./principal-context";
import { requireGoodPassword } from "./require-good-password";
import type { Door } from "./schema";
import { storeOwnPassword } from "./steps";
import { forgiveAttempt } from "./throttle";

export interface OpenResetLink {
  /** The name its holder signs in with. */
  name: string;
  /** Of the account whose sub-account it is for; null for a root user. */
  alias: string | null;
}

/** Whom a link that still opens something is for: for the page that shows the form, which uses nothing up. */
export async function findResetLink(stranger: PlatformContext, token: string): Promise<OpenResetLink | undefined> {
  const holder = await findHolder(stranger, token);
  return holder && { name: holder.name, alias: aliasOf(holder) };
}

const aliasOf = ({ subAccountId, account }: AccountPrincipal) => (subAccountId ? account.alias : null);

/**
 * Sets a new password with a mailed link, once. Every session of the person ends; the link signs nobody in. Returns
 * where the person signs in next: an alias, or null for the root user's door.
 */
export async function resetPassword(
  stranger: PlatformContext,
  { token, password }: { token: string; password: string },
): Promise<{ alias: string | null }> {
  const holder = await findHolder(stranger, token);
  if (!holder) throw new DomainError("invalid-state", "reset-link", { reason: "linkOver" });
  const { alias, name, companyName } = holder.account;
  requireGoodPassword(password, [alias, name, companyName, holder.name]);
  const passwordHash = await hashPassword(password);
  const allowed = provedAs(stranger, holder);
  await withTransaction(allowed, async (tx) => {
    const used = await tx
      .update(resetLinks)
      .set({ usedAt: stranger.now })
      .where(
        and(
          eq(resetLinks.accountId, allowed.accountId),
          eq(resetLinks.tokenHash, hashToken(token)),
          isNull(resetLinks.usedAt),
          gt(resetLinks.expiresAt, stranger.now),
        ),
      )
      .returning({ id: resetLinks.id });
    if (used.length === 0) throw new DomainError("invalid-state", "reset-link", { reason: "linkOver" });
    await tx.execute(sql`select auth.release_key('reset-link', ${hashToken(token)})`);
    await storeOwnPassword(tx, allowed, holder, passwordHash);
    await endSessions(tx, allowed, { of: holder.subAccountId, reason: "password-changed" });
    await recordAudit(tx, allowed, { action: "espalier:ResetPassword", resource: holder.name });
  });
  const door: Door = holder.subAccountId ? { kind: "sub-account", alias } : { kind: "root-user" };
  // Whoever proved the mailbox may sign in at once, however many strangers guessed before.
  await forgiveAttempt(stranger.now, [{ bucket: "principal", of: principalKey(door, holder.name) }]);
  return { alias: aliasOf(holder) };
}

function findHolder(stranger: PlatformContext, token: string): Promise<AccountPrincipal | undefined> {
  const tokenHash = hashToken(token);
  return enterByKey("reset-link", tokenHash, async (tx, hit) => {
    const accountId = hit?.accountId;
    if (!accountId) return undefined;
    const [row] = await tx
      .select({
        account: accounts,
        link: resetLinks,
        person: subAccounts,
        rootEmail: rootUsers.email,
        locale: rootUsers.locale,
      })
      .from(resetLinks)
      .innerJoin(accounts, eq(accounts.accountId, resetLinks.accountId))
      .innerJoin(rootUsers, eq(rootUsers.accountId, resetLinks.accountId))
      .leftJoin(
        subAccounts,
        and(eq(subAccounts.accountId, resetLinks.accountId), eq(subAccounts.id, resetLinks.subAccountId)),
      )
      .where(and(eq(resetLinks.accountId, accountId), eq(resetLinks.tokenHash, tokenHash)));
    if (!row || row.link.usedAt || row.link.expiresAt <= stranger.now) return undefined;
    const { account, person, link } = row;
    if (link.subAccountId && person?.state !== "active") return undefined;
    return {
      kind: person ? ("sub-account" as const) : ("root-user" as const),
      accountId,
      account: accountFactsOf(account),
      subAccountId: link.subAccountId,
      name: person?.name ?? row.rootEmail,
      email: person ? person.email : row.rootEmail,
      locale: person ? "en" : row.locale,
      passwordHash: null,
      passwordExpiresAt: null,
      passwordResetRequired: false,
      disabled: false,
      administrator: false,
    };
  });
}
