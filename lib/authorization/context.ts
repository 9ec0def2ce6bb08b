import "server-only";
import type { Scope } from "@/lib/foundation/fence";
import type { AccountId, OperatorId, ServiceKeyId, SessionId, SubAccountId } from "@/lib/foundation/ids";
import type { PasswordPolicy, SecurityPreference } from "./account-settings";
import type { HeldPolicy } from "./policy-document";
import type { StepUpPurpose } from "./step-up-purposes";

export type Actor =
  /** null: the command line on the host. */
  | { type: "operator"; operatorId: OperatorId | null; sessionId: SessionId | null; name: string }
  | { type: "root-user"; sessionId: SessionId | null; name: string }
  | { type: "sub-account"; subAccountId: SubAccountId; sessionId: SessionId | null; name: string }
  /** The platform at work in an account: what the queue does for nobody in particular. */
  | { type: "job"; sessionId: null; name: string }
  /** A signed call: `name` is whose key it is, a sub-account or (null) the root user. */
  | { type: "access-key"; accessKeyId: string; subAccountId: SubAccountId | null; sessionId: null; name: string }
  /** A platform service by its key, which stands for the named services and no others. */
  | { type: "service"; serviceKeyId: ServiceKeyId; services: readonly string[]; sessionId: null; name: string }
  /** A server by its credential: what it reports of logins. */
  | { type: "server"; serverId: string; sessionId: null; name: string };

export interface RequestFacts {
  /** One address: the client as seen through the configured proxies. */
  ip: string;
  userAgent: string;
  /** Whether the client's connection is encrypted; absent: no. */
  secureTransport?: boolean;
}

/** What an account's own pages and verbs need to know of it, read with the session. */
export interface AccountFacts {
  uid: string;
  name: string;
  alias: string;
  companyName: string;
  verification: "unverified" | "submitted" | "approved" | "rejected";
  preference: SecurityPreference;
  passwordPolicy: PasswordPolicy;
}

/**
 * What stands behind a session beside the password. `pending`: a second factor is asked for and not given yet.
 * `enrolment`: one is required, and none is bound. Both open nothing but the pages that ask.
 */
export type SecondFactorState =
  | "none"
  | "pending"
  | "enrolment"
  | "totp"
  | "passkey"
  | "recovery-code"
  | "trusted-device";

/** What is asked of a person in a browser, and of nobody else. */
interface SessionFacts {
  readonly secondFactor: SecondFactorState;
  /** For what this session has proved anew, within the last five minutes, who it is. */
  readonly stepUp: ReadonlySet<StepUpPurpose>;
}

/** For every caller without a session: signed calls, services, jobs, the command line, strangers. */
export const withoutSession: SessionFacts = { secondFactor: "none", stepUp: new Set() };

/** `acs:MFAPresent` of policies. */
export function isMfaPresent({ secondFactor }: SessionFacts): boolean {
  return !["none", "pending", "enrolment"].includes(secondFactor);
}

/** Who asks, decided by an entrypoint: immutable, one per request, never from input. */
export interface Context extends SessionFacts {
  readonly requestId: string;
  readonly now: Date;
  readonly accountId: AccountId;
  readonly account: AccountFacts;
  readonly scope: Scope;
  readonly actor: Actor;
  readonly actorKey: string;
  readonly authorityEpoch: number | null;
  readonly policies: readonly HeldPolicy[];
  readonly facts: RequestFacts;
  /** While a first password must be changed, changing it is all that is allowed. */
  readonly passwordResetRequired: boolean;
  /** The form's or call's own key: sent twice, it takes effect once. */
  readonly idempotencyKey: string | null;
}

/** The same for the platform: operators, the command line, and the doors before anybody is known. */
export interface PlatformContext extends SessionFacts {
  readonly requestId: string;
  readonly now: Date;
  readonly platform: true;
  readonly actor: PlatformActor;
  readonly actorKey: string;
  readonly policies: readonly HeldPolicy[];
  readonly facts: RequestFacts;
  /** The form's own key, for what an operator does inside an account. */
  readonly idempotencyKey?: string | null;
}

export type PlatformActor =
  | Extract<Actor, { type: "operator" | "service" }>
  /** Somebody at a door: signing in, signing up, resetting a password. */
  | { type: "stranger"; sessionId: null; name: string }
  | { type: "worker"; sessionId: null; name: string };

/** `<type>:<id>`, as the sealed context of the database and the audit log carry it. */
export function actorKeyOf(actor: Actor | PlatformActor): string {
  switch (actor.type) {
    case "operator":
      return `operator:${actor.operatorId ?? "host"}`;
    case "sub-account":
      return `sub-account:${actor.subAccountId}`;
    case "access-key":
      // The database checks once more that the key and its owner are active.
      return `access-key:${actor.accessKeyId}`;
    case "service":
      return `service:${actor.serviceKeyId}`;
    case "server":
      return `server:${actor.serverId}`;
    default:
      return `${actor.type}:`;
  }
}

/** The sub-account that acts, by session or by key; undefined for everybody else. */
export function actingSubAccount(actor: Actor): { subAccountId: SubAccountId; name: string } | undefined {
  if (actor.type !== "sub-account" && actor.type !== "access-key") return undefined;
  const { subAccountId, name } = actor;
  return subAccountId ? { subAccountId, name } : undefined;
}

/** Whether the root user acts, in person or by its key. */
export function isRootUser(actor: Actor): boolean {
  return actor.type === "root-user" || (actor.type === "access-key" && actor.subAccountId === null);
}
