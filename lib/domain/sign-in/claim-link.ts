import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { resetLinks } from "@/db/schema/reset-links";
import { recordAudit } from "@/lib/audit/record-audit";
import type { PasswordPolicy } from "@/lib/authorization/account-settings";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { hashToken } from "@/lib/foundation/tokens";
import { withTransaction } from "@/lib/foundation/transaction";
import { findLinkHolder } from "./find-link-holder";
import { provedAs } from "./principal-context";
import { resetPassword } from "./reset-password";

export interface ClaimLink {
  name: string;
  accountName: string;
  companyName: string;
  alias: string;
  opened: boolean;
  until: Date;
  passwordPolicy: PasswordPolicy;
}

/** What a claim link is for: for its page, which opens nothing and uses nothing up. Undefined for one that is over. */
export async function findClaimLink(stranger: PlatformContext, token: string): Promise<ClaimLink | undefined> {
  const holder = await findLinkHolder(stranger.now, token, "claim");
  if (!holder) return undefined;
  const { name: accountName, companyName, alias, passwordPolicy } = holder.account;
  return {
    name: holder.name,
    accountName,
    companyName,
    alias,
    opened: holder.linkOpened,
    until: holder.linkUntil,
    passwordPolicy,
  };
}

/** Its holder pressed the button: whoever made the link sees it, and the form for the password is shown from now on. */
export async function openClaimLink(stranger: PlatformContext, { token }: { token: string }): Promise<void> {
  const holder = await findLinkHolder(stranger.now, token, "claim");
  if (!holder) throw new DomainError("invalid-state", "claim-link", { reason: "linkOver" });
  if (holder.linkOpened) return;
  const allowed = provedAs(stranger, holder);
  await withTransaction(allowed, async (tx) => {
    const opened = await tx
      .update(resetLinks)
      .set({ openedAt: stranger.now })
      .where(
        and(
          eq(resetLinks.accountId, allowed.accountId),
          eq(resetLinks.tokenHash, hashToken(token)),
          isNull(resetLinks.openedAt),
        ),
      )
      .returning({ id: resetLinks.id });
    if (opened.length === 0) return;
    await recordAudit(tx, allowed, { action: "espalier:OpenClaimLink", resource: holder.name });
  });
}

/** Sets the first password of a sign-in that was handed over, once; it signs nobody in. */
export function claimSignIn(
  stranger: PlatformContext,
  input: { token: string; password: string },
): Promise<{ alias: string | null; name: string }> {
  return resetPassword(stranger, input, "claim");
}
