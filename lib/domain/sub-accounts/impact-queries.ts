import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { loginProfiles } from "@/db/schema/login-profiles";
import { sessions } from "@/db/schema/sessions";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { countResourcesOf } from "@/lib/domain/resources/lookups";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { byName } from "./list-conditions";
import { type MonthTerms, readMonthTerms, spendOfMonth, visibleTo } from "./lookups";
import { maySeeSpend } from "./rules";

/** What would stop at once if the sub-account were disabled, deleted or given a new password. */
export async function getImpact(ctx: Context, action: ImpactAction, name: string): Promise<SubAccountImpact> {
  const allowed = authorize(ctx, action, subAccountResource(ctx, name));
  return withReadTransaction(allowed, async (tx) => {
    const [person] = await tx
      .select({
        id: subAccounts.id,
        displayName: subAccounts.displayName,
        state: subAccounts.state,
        profile: loginProfiles.subAccountId,
        spend: spendOfMonth(allowed.now),
      })
      .from(subAccounts)
      .leftJoin(
        loginProfiles,
        and(eq(loginProfiles.accountId, allowed.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
      )
      .where(and(visibleTo(allowed), eq(byName, name)));
    if (!person) throw new DomainError("not-found", "sub-account");
    const [open] = await tx
      .select({
        count: sql<number>`count(*)::int`,
        lastSeenAt: sql<Date | null>`max(${sessions.lastSeenAt})`.mapWith(sessions.lastSeenAt),
      })
      .from(sessions)
      .where(
        and(
          eq(sessions.accountId, allowed.accountId),
          eq(sessions.subAccountId, person.id),
          isNull(sessions.endedAt),
          gt(sessions.expiresAt, allowed.now),
        ),
      );
    const running = await countResourcesOf(tx, allowed, person.id);
    const keys = await countKeysOf(tx, allowed, person.id);
    const terms = maySeeSpend(ctx) ? await readMonthTerms(tx, allowed) : undefined;
    return {
      name,
      displayName: person.displayName,
      state: person.state,
      consoleSignIn: person.profile !== null,
      openSessions: open?.count ?? 0,
      lastSeenAt: open?.lastSeenAt ?? null,
      ...running,
      ...keys,
      spend: terms && { amount: asMicros(BigInt(person.spend)), terms },
    };
  });
}

async function countKeysOf(tx: Tx, { accountId }: Allowed, subAccountId: SubAccountId) {
  const own = and(eq(accessKeys.accountId, accountId), eq(accessKeys.subAccountId, subAccountId));
  const keys = await tx
    .select({ state: accessKeys.state, at: accessKeys.lastUsedAt, from: accessKeys.lastUsedAddress })
    .from(accessKeys)
    .where(own)
    .orderBy(sql`${accessKeys.lastUsedAt} desc nulls last`);
  const [ssh] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(sshKeys)
    .where(and(eq(sshKeys.accountId, accountId), eq(sshKeys.subAccountId, subAccountId)));
  const [latest] = keys;
  return {
    activeKeys: keys.filter(({ state }) => state === "active").length,
    keyUse: latest?.at ? { at: latest.at, from: latest.from } : null,
    sshKeys: ssh?.count ?? 0,
  };
}

export type ImpactAction =
  | "ram:DeleteUser"
  | "ram:UpdateLoginProfile"
  | "espalier:DisableSubAccount"
  | "espalier:EnableSubAccount"
  | "espalier:EndSession";

export interface SubAccountImpact {
  name: string;
  displayName: string;
  state: "active" | "disabled";
  consoleSignIn: boolean;
  openSessions: number;
  lastSeenAt: Date | null;
  /** What platform services hold for it, and how many of them run or begin to. */
  resources: number;
  running: number;
  activeKeys: number;
  /** The latest signed call by any key of it. */
  keyUse: { at: Date; from: string } | null;
  sshKeys: number;
  /** This month; undefined for whoever may not see it. */
  spend: { amount: Micros; terms: MonthTerms } | undefined;
}
