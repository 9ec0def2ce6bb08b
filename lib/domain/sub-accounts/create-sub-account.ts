import "server-only";
import { loginProfiles } from "@/db/schema/login-profiles";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { accessKeysResource, anySubAccount } from "@/lib/authorization/resources";
import { expiryIn } from "@/lib/domain/access-keys/rules";
import { insertAccessKey } from "@/lib/domain/access-keys/steps";
import { dialable } from "@/lib/domain/accounts/normalize-phone";
import { giveDefaultLimit } from "@/lib/domain/ledger/steps";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newSubAccountId, type SubAccountId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { leaveForHandOver, type Made } from "./hand-over-steps";
import { storeLabels } from "./label-steps";
import { type PreparedProfile, prepareLoginProfile } from "./prepare-login-profile";
import { presentSubAccount, type SubAccountView } from "./presenter";
import { requireApprovedAccount } from "./rules";
import type { CreateSubAccountInput } from "./schema";
import { countSubAccounts } from "./steps";

export interface CreatedSubAccount {
  name: string;
  subAccount: SubAccountView;
  /** Shown once; undefined where console sign-in is off or its owner sets it. */
  password: string | undefined;
  /** Shown once; undefined where none was asked for. */
  accessKey: Made["accessKey"];
}

/**
 * A new sub-account, with its login profile where it may sign in, an AccessKey where one is asked for, and what was
 * made left to be shown once to the session that asked, or kept by `keep`. Throws `invalid-state` while the account is not approved, `already-exists` on the name field for a name
 * that is or ever was taken.
 */
export async function createSubAccount(
  ctx: Context,
  input: CreateSubAccountInput,
  keep: (tx: Tx, allowed: Allowed, owner: Owner, made: Made) => Promise<void> = leaveForHandOver,
): Promise<CreatedSubAccount> {
  const allowed = authorize(ctx, "ram:CreateUser", anySubAccount(ctx));
  requireApprovedAccount(ctx.account);
  if (input.accessKey)
    requireStepUp(authorize(ctx, "ram:CreateAccessKey", accessKeysResource(ctx, input.name)), "access-keys");
  const person = { ...input, phone: dialable("sub-account", input.phone) };
  const profile = input.consoleSignIn ? await prepareLoginProfile(ctx, input) : undefined;
  const { subAccount, accessKey } = await withTransaction(allowed, async (tx) => {
    const { password: _, ...said } = input;
    await claimOnce(tx, allowed, said);
    const made = await insertSubAccount(tx, allowed, person, profile);
    const owner = { id: made.id as SubAccountId, name: input.name };
    const key = input.accessKey ? await insertFirstKey(tx, allowed, owner, input.keyExpiresInDays) : undefined;
    await keep(tx, allowed, owner, { profile, accessKey: key });
    return { subAccount: made, accessKey: key };
  });
  return { name: input.name, subAccount, password: profile?.password, accessKey };
}

type Owner = { id: SubAccountId; name: string };

async function insertFirstKey(tx: Tx, allowed: Allowed, { id, name }: Owner, days: number | null) {
  const expiresAt = expiryIn(days, allowed.now);
  const owner = { subAccountId: id, name, disabled: false };
  const { accessKey, secret } = await insertAccessKey(tx, allowed, owner, {
    ...{ name: "", note: "", expiresAt, networkPolicy: null },
  });
  await recordAudit(tx, allowed, {
    action: "ram:CreateAccessKey",
    resource: accessKey.id,
    subAccountId: id,
    after: { owner: name, name: "", expiresAt: expiresAt?.toISOString() ?? null, addresses: null },
  });
  return { id: accessKey.id, secret };
}

async function insertSubAccount(
  tx: Tx,
  allowed: Allowed,
  { name, displayName, email, phone, note, labels, consoleSignIn }: CreateSubAccountInput,
  profile: PreparedProfile | undefined,
): Promise<SubAccountView> {
  const { accountId, now } = allowed;
  const id = newSubAccountId();
  const reserved = await tx
    .insert(reservedNames)
    .values({ accountId, name, subAccountId: id })
    .onConflictDoNothing()
    .returning();
  if (reserved.length === 0) {
    throw new DomainError("already-exists", "sub-account", { reason: "nameTaken", details: { field: "name" } });
  }
  const person = { displayName: displayName || name, email, phone, note };
  const [row] = await tx
    .insert(subAccounts)
    .values({ accountId, id, name, ...person, createdBy: allowed.actor.name, createdAt: now, updatedAt: now })
    .returning();
  if (!row) throw new Error("the sub-account was not written");
  if (labels.length > 0) await storeLabels(tx, allowed, id, labels);
  if (profile) {
    await tx.insert(loginProfiles).values({
      accountId,
      subAccountId: id,
      passwordHash: profile.passwordHash,
      passwordChangedAt: now,
      passwordExpiresAt: profile.expiresAt,
      passwordResetRequired: profile.mustChange,
    });
  }
  await giveDefaultLimit(tx, id, now);
  await raiseEvent(tx, allowed, { type: "sub_account.created", subAccountId: id, data: { subAccount: name } });
  // Last, so that the one row all creations of the account share is locked as briefly as possible.
  await recordAudit(tx, allowed, {
    action: "ram:CreateUser",
    resource: name,
    subAccountId: id,
    after: { name, displayName: person.displayName, consoleSignIn },
  });
  await countSubAccounts(tx, allowed, { active: 1 });
  const passwordResetRequired = profile?.mustChange ?? false;
  return presentSubAccount({ ...row, labels, consoleSignIn, passwordResetRequired }, allowed.scope);
}
