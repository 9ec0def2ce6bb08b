import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { resetLinks } from "@/db/schema/reset-links";
import { recordAudit } from "@/lib/audit/record-audit";
import type { PasswordPolicy } from "@/lib/authorization/account-settings";
import type { PlatformContext } from "@/lib/authorization/context";
import { endSessions } from "@/lib/domain/sessions/steps";
import { DomainError } from "@/lib/foundation/errors";
import { hashToken } from "@/lib/foundation/tokens";
import { withTransaction } from "@/lib/foundation/transaction";
import { findLinkHolder, type LinkKind } from "./find-link-holder";
import { type AccountPrincipal, principalKey } from "./find-principal";
import { hashPassword } from "./hash-password";
import { provedAs } from "./principal-context";
import { requireOwnersPassword } from "./require-owners-password";
import type { Door } from "./schema";
import { storeOwnPassword } from "./steps";
import { forgiveAttempt, wrongPasswordsOf } from "./throttle";

export interface OpenResetLink {
  /** The name its holder signs in with. */
  name: string;
  /** Of the account whose sub-account it is for; null for a root user. */
  alias: string | null;
  /** Of the same account: its rules for the new password. */
  passwordPolicy: PasswordPolicy | undefined;
}

/** Whom a link that still opens something is for: for the page that shows the form, which uses nothing up. */
export async function findResetLink(stranger: PlatformContext, token: string): Promise<OpenResetLink | undefined> {
  const holder = await findLinkHolder(stranger.now, token, "reset");
  if (!holder) return undefined;
  const passwordPolicy = holder.subAccountId ? holder.account.passwordPolicy : undefined;
  return { name: holder.name, alias: aliasOf(holder), passwordPolicy };
}

const aliasOf = ({ subAccountId, account }: AccountPrincipal) => (subAccountId ? account.alias : null);

/**
 * Sets a new password with a link, mailed or handed over, once. Every session of the person ends; the link signs nobody in. Returns
 * where the person signs in next, an alias or null for the root user's door, and as whom.
 */
export async function resetPassword(
  stranger: PlatformContext,
  { token, password }: { token: string; password: string },
  kind: LinkKind = "reset",
): Promise<{ alias: string | null; name: string }> {
  const holder = await findLinkHolder(stranger.now, token, kind);
  if (!holder) throw new DomainError("invalid-state", "reset-link", { reason: "linkOver" });
  const allowed = provedAs(stranger, holder);
  await requireOwnersPassword(allowed, holder, password);
  const passwordHash = await hashPassword(password);
  await withTransaction(allowed, async (tx) => {
    const used = await tx
      .update(resetLinks)
      .set({ usedAt: stranger.now, endedAs: "used" })
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
    const resource = holder.name;
    if (kind === "claim") await recordAudit(tx, allowed, { action: "espalier:ClaimSignIn", resource });
    else await recordAudit(tx, allowed, { action: "espalier:ResetPassword", resource });
  });
  const { alias } = holder.account;
  const door: Door = holder.subAccountId ? { kind: "sub-account", alias } : { kind: "root-user" };
  // Whoever proved the mailbox may sign in at once, however many strangers guessed before.
  await forgiveAttempt(stranger.now, wrongPasswordsOf(principalKey(door, holder.name)));
  return { alias: aliasOf(holder), name: holder.name };
}
