import "server-only";
import { and, eq } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { type linkKinds, resetLinks } from "@/db/schema/reset-links";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { hashToken } from "@/lib/foundation/tokens";
import { enterByKey } from "@/lib/foundation/transaction";
import type { AccountPrincipal } from "./find-principal";

export type LinkKind = (typeof linkKinds)[number];

export interface LinkHolder extends AccountPrincipal {
  linkOpened: boolean;
  linkUntil: Date;
}

/** Whom a link that still opens something is for; undefined for one that is over, of another kind, or made up. */
export function findLinkHolder(now: Date, token: string, kind: LinkKind): Promise<LinkHolder | undefined> {
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
    if (!row || row.link.kind !== kind || row.link.usedAt || row.link.expiresAt <= now) return undefined;
    const { account, person, link } = row;
    if (link.subAccountId && person?.state !== "active") return undefined;
    const facts = accountFactsOf(account);
    // Mailed before the account took the right to change one's own password away.
    if (kind === "reset" && link.subAccountId && !facts.preference.allowUserToChangePassword) return undefined;
    return {
      kind: person ? ("sub-account" as const) : ("root-user" as const),
      accountId,
      account: facts,
      subAccountId: link.subAccountId,
      name: person?.name ?? row.rootEmail,
      email: person ? person.email : row.rootEmail,
      locale: person ? "en" : row.locale,
      passwordHash: null,
      passwordExpiresAt: null,
      passwordResetRequired: false,
      passwordChangedAt: null,
      disabled: false,
      administrator: false,
      linkOpened: link.openedAt !== null,
      linkUntil: link.expiresAt,
    };
  });
}
