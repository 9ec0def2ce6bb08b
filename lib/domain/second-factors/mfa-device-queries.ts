import "server-only";
import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { secondFactors } from "@/db/schema/second-factors";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource, anyMfaDevice, permissionsResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { boundName } from "./lookups";

export interface MfaDeviceView {
  name: string;
  boundAt: Date | null;
  /** null: nobody uses it. */
  user: { ramId: string; name: string; displayName: string } | null;
}

/** Authenticator apps, used and unused, by name. */
export async function listMfaDevices(
  ctx: Context,
  { after = "", limit }: { after?: string | undefined; limit: number },
): Promise<{ devices: MfaDeviceView[]; next: string | undefined }> {
  const allowed = authorize(ctx, "ram:ListVirtualMFADevices", anyMfaDevice(ctx));
  const account = sql`${allowed.accountId}::uuid`;
  const rows = await withReadTransaction(allowed, (tx) =>
    tx.execute<{ name: string; bound_at: string | null; ram_id: string | null; user: string; display_name: string }>(
      sql`select * from (
          select d.name, null::timestamptz as bound_at, null as ram_id, '' as user, '' as display_name
          from app.mfa_devices d where d.account_id = ${account}
          union all
          select coalesce(nullif(f.name, ''), f.id::text), f.bound_at, s.ram_id, s.name, s.display_name
          from app.second_factors f join app.sub_accounts s on s.account_id = f.account_id and s.id = f.sub_account_id
          where f.account_id = ${account} and f.kind = 'totp' and f.bound_at is not null
        ) as devices where name collate "C" > ${after} order by name collate "C" limit ${limit + 1}`,
    ),
  );
  const devices = rows.slice(0, limit).map(({ name, bound_at, ram_id, user, display_name }) => ({
    name,
    boundAt: bound_at === null ? null : new Date(bound_at),
    user: ram_id === null ? null : { ramId: ram_id, name: user, displayName: display_name },
  }));
  return { devices, next: rows.length > limit ? devices.at(-1)?.name : undefined };
}

/** What a sub-account proves itself with beside its password, an authenticator app first; undefined: nothing. */
export async function getMfaInfo(
  ctx: Context,
  { userName }: { userName: string },
): Promise<{ name: string; kind: "totp" | "passkey" } | undefined> {
  const allowed = authorize(ctx, "ram:GetUserMFAInfo", permissionsResource(ctx, userName));
  const { accountId } = allowed;
  const [person] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ name: boundName, id: secondFactors.id, kind: secondFactors.kind })
      .from(subAccounts)
      .leftJoin(
        secondFactors,
        and(
          eq(secondFactors.accountId, subAccounts.accountId),
          eq(secondFactors.subAccountId, subAccounts.id),
          isNotNull(secondFactors.boundAt),
        ),
      )
      .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} collate "C" = ${userName}`))
      .orderBy(desc(secondFactors.kind), asc(secondFactors.boundAt))
      .limit(1),
  );
  if (!person) throw new DomainError("not-found", "sub-account");
  const { id, kind, name } = person;
  if (id === null || kind === null) return undefined;
  // A passkey's name is its owner's to know.
  return { kind, name: kind === "totp" ? name : id };
}

/** Whether the root user has a second factor. */
export async function getAccountMfaInfo(ctx: Context): Promise<boolean> {
  const allowed = authorize(ctx, "ram:GetAccountMFAInfo", accountSettingsResource(ctx));
  const rows = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ id: secondFactors.id })
      .from(secondFactors)
      .where(
        and(
          eq(secondFactors.accountId, allowed.accountId),
          isNull(secondFactors.subAccountId),
          isNotNull(secondFactors.boundAt),
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}
