import "server-only";
import { and, eq } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { byName } from "./list-conditions";

export interface LoginProfileView {
  name: string;
  passwordResetRequired: boolean;
  mfaBindRequired: boolean;
  createdAt: Date;
  passwordChangedAt: Date;
  lastSignInAt: Date | null;
}

type Row = Pick<
  typeof loginProfiles.$inferSelect,
  "passwordResetRequired" | "mfaBindRequired" | "createdAt" | "passwordChangedAt"
>;

/** Field by field: never the hash. */
export function presentLoginProfile(name: string, row: Row, lastSignInAt: Date | null): LoginProfileView {
  const { passwordResetRequired, mfaBindRequired, createdAt, passwordChangedAt } = row;
  return { name, passwordResetRequired, mfaBindRequired, createdAt, passwordChangedAt, lastSignInAt };
}

/** Whether and how a sub-account signs in. Throws `not-found` for the sub-account, or for the profile it lacks. */
export async function getLoginProfile(ctx: Context, name: string): Promise<LoginProfileView> {
  const allowed = authorize(ctx, "ram:GetLoginProfile", subAccountResource(ctx, name));
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ profile: loginProfiles, lastSignInAt: subAccounts.lastSignInAt })
      .from(subAccounts)
      .leftJoin(
        loginProfiles,
        and(eq(loginProfiles.accountId, subAccounts.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
      )
      .where(and(eq(subAccounts.accountId, allowed.accountId), eq(byName, name))),
  );
  if (!row) throw new DomainError("not-found", "sub-account");
  if (!row.profile) throw new DomainError("not-found", "login-profile");
  return presentLoginProfile(name, row.profile, row.lastSignInAt);
}
