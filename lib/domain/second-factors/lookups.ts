import "server-only";
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { and, count, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { notificationChoices } from "@/db/schema/notification-choices";
import { operators } from "@/db/schema/operators";
import { rootUsers } from "@/db/schema/root-users";
import { secondFactors } from "@/db/schema/second-factors";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { isGiven } from "@/lib/authorization/policy-document";
import { stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { Holder } from "./authorize-holder";
import { passkeysMax, requireRelyingParty } from "./passkey-rules";
import type { CodeChannel, ProofMeans } from "./rules";

interface Person {
  name: string;
  email: string;
  phone: string;
  locale: string;
  passwordHash: string | null;
  /** "Must use MFA" of the login profile. */
  bindRequired: boolean;
}

/** Who the holder is, and how they can prove it. */
export async function readHolder(tx: Tx, holder: Holder): Promise<Person & { means: ProofMeans; required: boolean }> {
  const person = await readPerson(tx, holder);
  if (!person) throw new DomainError("not-found", "sign-in");
  const { factors, codes } = holder.tables;
  const bound = await tx
    .select({ kind: factors.kind, n: count() })
    .from(factors)
    .where(and(holder.own.factors, isNotNull(factors.boundAt)))
    .groupBy(factors.kind);
  const [left] = await tx
    .select({ n: count() })
    .from(codes)
    .where(and(holder.own.codes, isNull(codes.usedAt)));
  const countOf = (kind: "totp" | "passkey") => bound.find((row) => row.kind === kind)?.n ?? 0;
  const { actor, policies } = holder.allowed;
  return {
    ...person,
    required: isRequired(holder, person),
    means: {
      totp: countOf("totp") > 0,
      passkeys: countOf("passkey"),
      recoveryCodes: left?.n ?? 0,
      channels: channelsOf(person),
      administrator: actor.type === "root-user" || (actor.type === "sub-account" && policies.some(isGiven)),
    },
  };
}

/** Whether the holder may not be without a second factor. */
function isRequired({ allowed }: Holder, { bindRequired }: Person): boolean {
  if (!("accountId" in allowed)) return !env().demo;
  const { mfaOperationForLogin: mode } = allowed.account.preference;
  return mode === "mandatory" || (mode === "independent" && bindRequired);
}

/** One authenticator app a person (RAM: one MFA device). Throws `already-exists`. */
export async function requireNoTotp(tx: Tx, { own, tables: { factors } }: Holder): Promise<void> {
  const rows = await tx
    .select({ id: factors.id, boundAt: factors.boundAt })
    .from(factors)
    .where(and(own.factors, eq(factors.kind, "totp")))
    .for("update");
  if (rows.some(({ boundAt }) => boundAt !== null)) {
    throw new DomainError("already-exists", "second-factor", { reason: "totpBound" });
  }
}

interface OwnPasskey {
  credentialId: string;
  transports: ("ble" | "cable" | "hybrid" | "internal" | "nfc" | "smart-card" | "usb")[];
}

/** One's own passkeys, for the browser to look for. */
async function listPasskeys(tx: Tx, { own, tables: { factors } }: Holder): Promise<OwnPasskey[]> {
  const rows = await tx
    .select({ credentialId: factors.credentialId, transports: factors.transports })
    .from(factors)
    .where(and(own.factors, eq(factors.kind, "passkey"), isNotNull(factors.boundAt)))
    .limit(passkeysMax);
  return rows.map(({ credentialId, transports }) => ({
    credentialId: credentialId ?? "",
    transports: transports.split(",").filter(Boolean) as OwnPasskey["transports"],
  }));
}

/** Those there are, where one more may be bound. Throws `limit-reached`. */
export async function requireRoomForPasskey(tx: Tx, holder: Holder): Promise<OwnPasskey[]> {
  const passkeys = await listPasskeys(tx, holder);
  if (passkeys.length >= passkeysMax) {
    throw new DomainError("limit-reached", "second-factor", { reason: "passkeyLimit", details: { max: passkeysMax } });
  }
  return passkeys;
}

/** What the browser is asked: one of the holder's passkeys, and that it sees who is there. */
export async function readPasskeyRequest(
  tx: Tx,
  holder: Holder,
  challenge: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const passkeys = await listPasskeys(tx, holder);
  return generateAuthenticationOptions({
    rpID: requireRelyingParty(env().origin).id,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    allowCredentials: passkeys.map(({ credentialId: id, transports }) => ({ id, transports })),
    userVerification: "required",
  });
}

/** Where nothing is configured everything stays in the operator's outbox, and both ways can be tried. */
function channelsOf({ email, phone }: Person): CodeChannel[] {
  const { mail, sms } = env();
  const channels: CodeChannel[] = [];
  if (email && (mail || !sms)) channels.push("mail");
  if (phone && (sms || !mail)) channels.push("sms");
  return channels;
}

async function readPerson(tx: Tx, { allowed, subAccountId }: Holder): Promise<Person | undefined> {
  if (!("accountId" in allowed)) return readOperator(tx, allowed.actor.name);
  return subAccountId === null ? readRootUser(tx, allowed) : readSubAccount(tx, allowed, subAccountId);
}

async function readOperator(tx: Tx, name: string): Promise<Person | undefined> {
  const { email, passwordHash } = operators;
  const [row] = await tx.select({ email, passwordHash }).from(operators).where(eq(email, name));
  return row && { ...row, name: row.email, phone: "", locale: "en", bindRequired: true };
}

async function readRootUser(tx: Tx, { accountId }: Allowed): Promise<Person | undefined> {
  const { email, phone, locale, passwordHash } = rootUsers;
  const [row] = await tx
    .select({ email, phone, locale, passwordHash })
    .from(rootUsers)
    .where(eq(rootUsers.accountId, accountId));
  return row && { ...row, name: row.email, bindRequired: false };
}

async function readSubAccount(tx: Tx, { accountId, account }: Allowed, id: SubAccountId): Promise<Person | undefined> {
  const [row] = await tx
    .select({
      name: subAccounts.name,
      email: subAccounts.email,
      phone: subAccounts.phone,
      passwordHash: loginProfiles.passwordHash,
      bindRequired: loginProfiles.mfaBindRequired,
      locale: notificationChoices.locale,
    })
    .from(subAccounts)
    .leftJoin(
      loginProfiles,
      and(eq(loginProfiles.accountId, subAccounts.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
    )
    .leftJoin(
      notificationChoices,
      and(
        eq(notificationChoices.accountId, subAccounts.accountId),
        eq(notificationChoices.subAccountId, subAccounts.id),
      ),
    )
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, id)));
  return (
    row && {
      ...row,
      name: `${account.name}#${row.name}`,
      locale: row.locale ?? "en",
      bindRequired: row.bindRequired ?? false,
    }
  );
}

/** The challenge of the session that asks, while it is open. Another session's answers as if there were none. */
export async function findChallenge(tx: Tx, holder: Holder, id: string) {
  const { challenges } = holder.tables;
  const open = and(holder.own.challenges, eq(challenges.id, id), gt(challenges.expiresAt, holder.allowed.now));
  const [row] = await tx.select().from(challenges).where(open);
  return row;
}

/** The same, where it is still to be passed. Throws `invalid-state` when it is over. */
export async function requireOpenChallenge(tx: Tx, holder: Holder, id: string) {
  const challenge = await findChallenge(tx, holder, id);
  if (!challenge || challenge.passedAt || !stepUpPurposes.some((purpose) => purpose === challenge.purpose))
    throw new DomainError("invalid-state", "challenge", { reason: "challengeOver" });
  return challenge;
}

/** What the serial number of a bound app ends with: the device's name, and for one bound in the console its id. */
export const boundName = sql<string>`coalesce(nullif(${secondFactors.name}, ''), ${secondFactors.id}::text)`;

/** The authenticator apps of sub-accounts; the root user's is nobody's to list. */
export const boundApps = ({ accountId }: Allowed) =>
  and(
    eq(secondFactors.accountId, accountId),
    eq(secondFactors.kind, "totp"),
    isNotNull(secondFactors.subAccountId),
    isNotNull(secondFactors.boundAt),
  );

export async function isBound(tx: Tx, allowed: Allowed, name: string): Promise<boolean> {
  const rows = await tx
    .select({ id: secondFactors.id })
    .from(secondFactors)
    .where(and(boundApps(allowed), eq(boundName, name)))
    .limit(1);
  return rows.length > 0;
}

/** A person's authenticator app, held until the transaction ends; one that was only begun is none. */
export async function lockBoundApp(tx: Tx, allowed: Allowed, of: SubAccountId) {
  const [app] = await tx
    .select({ id: secondFactors.id, name: boundName, sealedSeed: secondFactors.sealedSeed })
    .from(secondFactors)
    .where(and(boundApps(allowed), eq(secondFactors.subAccountId, of)))
    .for("update");
  return app;
}
