import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { sessions } from "@/db/schema/sessions";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { countResourcesOf } from "@/lib/domain/resources/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { byName } from "./list-conditions";
import { visibleTo } from "./lookups";

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
    return {
      name,
      displayName: person.displayName,
      state: person.state,
      consoleSignIn: person.profile !== null,
      openSessions: open?.count ?? 0,
      lastSeenAt: open?.lastSeenAt ?? null,
      ...running,
    };
  });
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
}
