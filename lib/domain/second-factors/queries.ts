import "server-only";
import { and, asc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { rootUsers } from "@/db/schema/root-users";
import { secondFactors } from "@/db/schema/second-factors";
import { subAccounts } from "@/db/schema/sub-accounts";
import { trustedDevices } from "@/db/schema/trusted-devices";
import { authorize } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { ownSignInResource, subAccountResource } from "@/lib/authorization/resources";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import { type AccountId, isId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { authorizeHolder, type Holder, openForHolder, withHolderRead } from "./authorize-holder";
import { findChallenge, readHolder } from "./lookups";
import { type CodeChannel, droppedFile, maskAddress, type ProofMethod, signInMethods, stepUpMethods } from "./rules";

export interface StepUpView {
  id: string;
  purpose: StepUpPurpose;
  returnPath: string;
  methods: ProofMethod[];
  /** Where a code can go, masked. */
  channels: { channel: CodeChannel; to: string }[];
  /** By what a code that still works was sent. */
  codeSentBy: CodeChannel | undefined;
  /** A file was chosen in the form that waits: it is not kept. */
  hadFile: boolean;
}

/** What the page that asks needs to know. Throws `not-found` for a challenge of another session, or one that is over. */
export async function getStepUp(ctx: Context | PlatformContext, id: string): Promise<StepUpView> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  return withHolderRead(holder, async (tx) => {
    const challenge = isId(id) ? await findChallenge(tx, holder, id) : undefined;
    if (!challenge || challenge.passedAt) throw new DomainError("not-found", "challenge");
    const { means, email, phone } = await readHolder(tx, holder);
    const { codeChannel, codeExpiresAt, codeTriesLeft } = challenge;
    const works = codeExpiresAt !== null && codeExpiresAt > ctx.now && codeTriesLeft > 0;
    const purpose = challenge.purpose as StepUpPurpose;
    const kept = await readKept(tx, holder, challenge);
    return {
      hadFile: droppedFile in kept,
      id: challenge.id,
      purpose,
      returnPath: challenge.returnPath,
      methods: stepUpMethods(purpose, means),
      channels: means.channels.map((channel) => ({ channel, to: maskAddress(channel === "sms" ? phone : email) })),
      codeSentBy: works ? (codeChannel ?? undefined) : undefined,
    };
  });
}

export interface FactorView {
  id: string;
  kind: "totp" | "passkey";
  name: string;
  boundAt: Date;
  lastUsedAt: Date | null;
}

export interface OwnFactors {
  factors: FactorView[];
  recoveryCodesLeft: number;
  /** An authenticator app was begun, and its two codes are still to come. */
  totpBegun: boolean;
  /** A sign-in without one is not let through. */
  required: boolean;
  devices: { id: string; userAgent: string; ip: string; since: Date; until: Date }[];
}

/** One's own second factors, recovery codes and trusted browsers. */
export async function getOwnFactors(ctx: Context | PlatformContext): Promise<OwnFactors> {
  const holder = authorizeHolder(ctx, { account: "ram:GetUserMFAInfo", platform: "platform:GetSecondFactors" });
  const { factors } = holder.tables;
  const { id, kind, name, boundAt, lastUsedAt, createdAt } = factors;
  return withHolderRead(holder, async (tx) => {
    const rows = await tx
      .select({ id, kind, name, boundAt, lastUsedAt })
      .from(factors)
      .where(holder.own.factors)
      .orderBy(asc(createdAt))
      .limit(50);
    const { means, required } = await readHolder(tx, holder);
    return {
      factors: rows.flatMap((row) => (row.boundAt ? [{ ...row, boundAt: row.boundAt }] : [])),
      recoveryCodesLeft: means.recoveryCodes,
      totpBegun: rows.some((row) => row.kind === "totp" && row.boundAt === null),
      required,
      devices: await readDevices(tx, holder),
    };
  });
}

async function readDevices(tx: Tx, { allowed, subAccountId }: Holder): Promise<OwnFactors["devices"]> {
  if (!("accountId" in allowed)) return [];
  const { id, userAgent, ip, createdAt: since, expiresAt: until } = trustedDevices;
  const owner =
    subAccountId === null ? isNull(trustedDevices.subAccountId) : eq(trustedDevices.subAccountId, subAccountId);
  return tx
    .select({ id, userAgent, ip, since, until })
    .from(trustedDevices)
    .where(and(eq(trustedDevices.accountId, allowed.accountId), owner, gt(until, allowed.now)))
    .orderBy(asc(since))
    .limit(50);
}

export interface FactorsOfSubAccount {
  /** "Must use MFA" of its login profile. */
  required: boolean;
  bound: number;
}

/** What an administrator needs to know of a sub-account's second factors; what they are is the person's own. */
export async function getFactorsOf(ctx: Context, name: string): Promise<FactorsOfSubAccount> {
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, name));
  const bound = sql<number>`(select count(*)::int from ${secondFactors}
    where ${secondFactors.accountId} = ${subAccounts.accountId} and ${secondFactors.subAccountId} = ${subAccounts.id}
      and ${secondFactors.boundAt} is not null)`;
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select({ bound, required: loginProfiles.mfaBindRequired })
      .from(subAccounts)
      .leftJoin(
        loginProfiles,
        and(eq(loginProfiles.accountId, subAccounts.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
      )
      .where(and(eq(subAccounts.accountId, allowed.accountId), sql`${subAccounts.name} collate "C" = ${name}`)),
  );
  if (!row) throw new DomainError("not-found", "sub-account");
  return { bound: row.bound, required: row.required ?? false };
}

export interface RootFactors {
  /** The account's name. */
  account: string;
  email: string;
  bound: number;
}

/** Of an account's root user, for the operator who is asked to reset them. Throws `not-found`. */
export async function getRootFactors(platform: PlatformContext, accountId: AccountId): Promise<RootFactors> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ResetRootSecondFactors", ownSignInResource(ctx));
  const ofRoot = and(
    eq(secondFactors.accountId, rootUsers.accountId),
    isNull(secondFactors.subAccountId),
    isNotNull(secondFactors.boundAt),
  );
  const bound = sql<number>`(select count(*)::int from ${secondFactors} where ${ofRoot})`;
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx.select({ email: rootUsers.email, bound }).from(rootUsers).where(eq(rootUsers.accountId, accountId)),
  );
  if (!row) throw new DomainError("not-found", "account");
  return { account: ctx.account.name, ...row };
}

/** By what the session that waits for a second factor may go on. */
export async function getSignInMethods(ctx: Context | PlatformContext): Promise<ProofMethod[]> {
  const holder = authorizeHolder(ctx, { account: "espalier:PassSecondFactor", platform: "platform:PassSecondFactor" });
  return signInMethods((await withHolderRead(holder, (tx) => readHolder(tx, holder))).means);
}

export interface KeptForm {
  path: string;
  values: Record<string, string>;
}

/** What was typed before the detour of a challenge that was passed; undefined for anything else. */
export async function findKeptForm(ctx: Context | PlatformContext, id: string): Promise<KeptForm | undefined> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  return withHolderRead(holder, async (tx) => {
    const challenge = isId(id) ? await findChallenge(tx, holder, id) : undefined;
    if (!challenge?.passedAt || !challenge.sealedValues) return undefined;
    return { path: challenge.returnPath, values: await readKept(tx, holder, challenge) };
  });
}

async function readKept(
  tx: Tx,
  holder: Holder,
  { id, sealedValues }: { id: string; sealedValues: Buffer | null },
): Promise<Record<string, string>> {
  if (!sealedValues) return {};
  return JSON.parse(await openForHolder(tx, holder, { purpose: "challenge", row: id }, sealedValues));
}
