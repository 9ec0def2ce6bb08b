import "server-only";
import { actingSubAccount, type Context, isRootUser } from "./context";

/** What an action is done to, as policies name it: `acs:<service>:<region>:<account uid>:<type>/<id>`; no region here. */
export interface Resource {
  arn: string;
  noun: string;
  /** The caller's own thing: its scope stays its own. */
  own: boolean;
  /** Whether the caller may know that the thing exists: decides between `forbidden` and `not-found`. */
  known: boolean;
}

function ownName(ctx: Context): string | undefined {
  return actingSubAccount(ctx.actor)?.name;
}

/** A sub-account by name: somebody else's answers as if it did not exist. */
export function subAccountResource(ctx: Context, name: string): Resource {
  const own = ownName(ctx) === name;
  return { arn: `acs:ram::${ctx.account.uid}:user/${name}`, noun: "sub-account", own, known: own };
}

/** All sub-accounts, also the ones to come. */
export function anySubAccount(ctx: Context): Resource {
  return { arn: `acs:ram::${ctx.account.uid}:user/*`, noun: "sub-account", own: false, known: true };
}

/** What the account sets for all its sub-accounts: preference, password policy, alias, reports. RAM asks for `*`. */
export function accountSettingsResource(ctx: Context): Resource {
  return { arn: `acs:ram::${ctx.account.uid}:*`, noun: "settings", own: false, known: true };
}

/** The access keys of one sub-account, or (null) of the root user. */
export function accessKeysResource(ctx: Context, ownerName: string | null): Resource {
  if (ownerName !== null) return subAccountResource(ctx, ownerName);
  const arn = `acs:espalier::${ctx.account.uid}:root-user`;
  return { arn, noun: "access-key", own: false, known: isRootUser(ctx.actor) };
}

export function identityVerificationResource(ctx: Context): Resource {
  return {
    arn: `acs:espalier::${ctx.account.uid}:identity-verification`,
    noun: "identity-verification",
    own: false,
    known: true,
  };
}

/** The account's money as a whole: wallet, ledger, transactions. */
export function walletResource(ctx: Context): Resource {
  return { arn: `acs:bss::${ctx.account.uid}:wallet`, noun: "wallet", own: false, known: true };
}

/** The documents of the account as a whole: a sub-account does not know of them. */
export function billResource(ctx: Context): Resource {
  return { arn: `acs:bss::${ctx.account.uid}:bill`, noun: "bill", own: false, known: false };
}

/** What platform services tell of an account's consumption. */
export function usageResource(ctx: Context): Resource {
  return { arn: `acs:platform::${ctx.account.uid}:usage`, noun: "usage", own: false, known: true };
}

/** A thing that a platform service runs, by its own name: a service's policies name its own services' alone. */
export function reportedResource(arn: string): Resource {
  return { arn, noun: "resource", own: false, known: true };
}

/** Where an account is told of its own events. */
export function webhooksResource(ctx: Context): Resource {
  return { arn: `acs:espalier::${ctx.account.uid}:webhook/*`, noun: "webhook", own: false, known: true };
}

/** The caller's own sign-in: password and sessions of whoever acts. */
export function ownSignInResource(ctx: Context): Resource {
  const name = ownName(ctx);
  return {
    arn: name ? `acs:ram::${ctx.account.uid}:user/${name}` : `acs:espalier::${ctx.account.uid}:root-user`,
    noun: "sign-in",
    own: name !== undefined,
    known: true,
  };
}

/** Whether a sign-in is the caller's own, named or not. */
export function isOwnSignIn(ctx: Context, name: string): boolean {
  return name === "" || ownName(ctx) === name;
}

/** Sessions and sign-ins of a sub-account by name, or (empty) the caller's own. */
export function signInResource(ctx: Context, name: string): Resource {
  return name ? subAccountResource(ctx, name) : ownSignInResource(ctx);
}

/** A policy by name: the account's own, or one of the catalogue, which is the same for everybody. */
export function policyResource(ctx: Context, { type, name }: { type: "Custom" | "System"; name: string }): Resource {
  const owner = type === "System" ? "system" : ctx.account.uid;
  return { arn: `acs:ram::${owner}:policy/${name}`, noun: "policy", own: false, known: type === "System" };
}

export function anyPolicy(ctx: Context): Resource {
  return { arn: `acs:ram::${ctx.account.uid}:policy/*`, noun: "policy", own: false, known: true };
}

export function groupResource(ctx: Context, name: string): Resource {
  return { arn: `acs:ram::${ctx.account.uid}:group/${name}`, noun: "group", own: false, known: false };
}

export function anyGroup(ctx: Context): Resource {
  return { arn: `acs:ram::${ctx.account.uid}:group/*`, noun: "group", own: false, known: true };
}

export function serverResource(ctx: Context, name: string): Resource {
  return { arn: `acs:espalier::${ctx.account.uid}:server/${name}`, noun: "server", own: false, known: false };
}

export function anyServer(ctx: Context): Resource {
  return { arn: `acs:espalier::${ctx.account.uid}:server/*`, noun: "server", own: false, known: true };
}

/** What a sub-account holds, which lies in rows of the account: also for itself the scope is the account's. */
export function permissionsResource(ctx: Context, name: string): Resource {
  return { ...subAccountResource(ctx, name), own: false };
}

/** Authenticator apps that are made by API; a sub-account's own has its name. */
export function mfaDeviceResource(ctx: Context, name: string): Resource {
  return { arn: `acs:ram::${ctx.account.uid}:mfa/${name}`, noun: "mfa-device", own: false, known: true };
}

export function anyMfaDevice(ctx: Context): Resource {
  return mfaDeviceResource(ctx, "*");
}

/** The log of the whole account; a sub-account's part of it goes by its own name. */
export function auditLogResource(ctx: Context): Resource {
  return { arn: `acs:espalier:*:${ctx.account.uid}:audit-log`, noun: "audit-log", own: false, known: true };
}
