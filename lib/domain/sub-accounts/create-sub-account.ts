import "server-only";
import { sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { normalizePhone } from "@/lib/domain/accounts/normalize-phone";
import { storeReveal } from "@/lib/domain/sessions/reveal-steps";
import { generatePassword } from "@/lib/domain/sign-in/generate-password";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { requireGoodPassword } from "@/lib/domain/sign-in/require-good-password";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newSubAccountId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { requireApprovedAccount } from "./rules";
import type { CreateSubAccountInput } from "./schema";

export interface CreatedSubAccount {
  name: string;
  /** Shown once; undefined where console sign-in is off. */
  password: string | undefined;
}

const generatedPasswordHours = 72;

/**
 * A new sub-account, with its login profile where it may sign in and the password left to be shown once to the session
 * that asked. Throws `invalid-state` while the account is not approved, `already-exists` on the name field for a name
 * that is or ever was taken.
 */
export async function createSubAccount(ctx: Context, input: CreateSubAccountInput): Promise<CreatedSubAccount> {
  const allowed = authorize(ctx, "ram:CreateUser", anySubAccount(ctx));
  requireApprovedAccount(ctx.account);
  const person = { ...input, phone: dialable(input.phone) };
  const profile = await prepareLoginProfile(ctx, input);
  await withTransaction(allowed, async (tx) => {
    const { password: _, ...said } = input;
    await claimOnce(tx, allowed, said);
    await insertSubAccount(tx, allowed, person, profile);
    if (profile) {
      await storeReveal(tx, allowed, { purpose: "sub-account-password", subject: input.name }, profile.password);
    }
  });
  return { name: input.name, password: profile?.password };
}

function dialable(typed: string): string {
  const phone = typed && normalizePhone(typed);
  if (phone === null) throw invalidField("sub-account", "phone", "phone");
  return phone;
}

interface PreparedProfile {
  password: string;
  passwordHash: string;
  generated: boolean;
  mustChange: boolean;
}

async function prepareLoginProfile(ctx: Context, input: CreateSubAccountInput): Promise<PreparedProfile | undefined> {
  if (!input.consoleSignIn) return undefined;
  const generated = input.passwordChoice === "generate";
  const password = generated ? generateForSheets() : input.password;
  const { alias, name, companyName } = ctx.account;
  const contextWords = [alias, name, companyName, input.name, input.displayName];
  if (!generated) requireGoodPassword(password, contextWords);
  // A generated password has been seen by whoever handed it over: its owner changes it at the first sign-in.
  const mustChange = generated || input.mustChange;
  return { password, passwordHash: await hashPassword(password), generated, mustChange };
}

/** Begins with a letter or digit: in the hand-over file a spreadsheet would take `=`, `+`, `-` or `@` for a formula. */
function generateForSheets(): string {
  for (;;) {
    const password = generatePassword();
    if (/^[A-Za-z0-9]/.test(password)) return password;
  }
}

async function insertSubAccount(
  tx: Tx,
  allowed: Allowed,
  { name, displayName, email, phone, note, consoleSignIn }: CreateSubAccountInput,
  profile: PreparedProfile | undefined,
): Promise<void> {
  const { accountId, now } = allowed;
  const reserved = await tx.insert(reservedNames).values({ accountId, name }).onConflictDoNothing().returning();
  if (reserved.length === 0) {
    throw new DomainError("already-exists", "sub-account", { reason: "nameTaken", details: { field: "name" } });
  }
  const id = newSubAccountId();
  const person = { displayName: displayName || name, email, phone, note };
  await tx
    .insert(subAccounts)
    .values({ accountId, id, name, ...person, createdBy: allowed.actor.name, createdAt: now });
  if (profile) {
    await tx.insert(loginProfiles).values({
      accountId,
      subAccountId: id,
      passwordHash: profile.passwordHash,
      passwordChangedAt: now,
      passwordExpiresAt: profile.generated ? new Date(now.getTime() + generatedPasswordHours * 3_600_000) : null,
      passwordResetRequired: profile.mustChange,
    });
  }
  // Last, so that the one row all creations of the account share is locked as briefly as possible.
  await recordAudit(tx, allowed, {
    action: "ram:CreateUser",
    resource: name,
    subAccountId: id,
    after: { name, displayName: person.displayName, consoleSignIn },
  });
  await tx
    .insert(subAccountCounters)
    .values({ accountId, active: 1 })
    .onConflictDoUpdate({
      target: subAccountCounters.accountId,
      set: { active: sql`${subAccountCounters.active} + 1` },
    });
}
