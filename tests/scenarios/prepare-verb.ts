import type { Context, PlatformContext } from "@/lib/authorization/context";
import { SignUpInput } from "@/lib/domain/accounts/schema";
import { signUp } from "@/lib/domain/accounts/sign-up";
import { saveIdentityVerification } from "@/lib/domain/identity-verification/save-identity-verification";
import { createOperator } from "@/lib/domain/operators/create-operator";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { requestPasswordReset } from "@/lib/domain/sign-in/request-password-reset";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, freshlyProved, later, testPassword } from "@/tests/support/build-context";
import { applicant, person } from "@/tests/support/build-identity-verification";
import { buildSubAccount } from "@/tests/support/build-sub-account";

interface Prepared {
  run: () => Promise<unknown>;
  /** Who the log must name. */
  actor: string;
}

/** Every verb that changes something; each is prepared anew, so that it can be run more than once. */
export interface MutationVerb {
  name: string;
  prepare: () => Promise<Prepared>;
  /** Rows of the two logs: one in one of them, unless said otherwise and why. */
  writes: { account?: number; platform?: number };
}

const verbsOfRound = 10;

/**
 * For tests that look at every table before and after: once for some verbs, each in an account of its own, and not for
 * each of them. Which of its verbs broke a round is found with one a round.
 */
export function inRounds(verbs: readonly MutationVerb[]): { names: string; round: readonly MutationVerb[] }[] {
  const rounds = Array.from({ length: Math.ceil(verbs.length / verbsOfRound) }, (_, n) =>
    verbs.slice(n * verbsOfRound, (n + 1) * verbsOfRound),
  );
  return rounds.map((round) => ({ names: round.map(({ name }) => name).join(", "), round }));
}

export const host = buildOperator({ host: true });
export const fresh = () => newId().slice(-12);
export const newPassword = "Another-pass-phrase-1";
export const door = (root: Context): Door => ({ kind: "sub-account", alias: root.account.alias });

export const by = (actor: string, run: () => Promise<unknown>): Prepared => ({ actor, run });
export const byRoot = async (work: (root: Context) => Promise<() => Promise<unknown>>): Promise<Prepared> => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  return by("root-user", await work(root));
};
export const byRootOn = (
  options: Parameters<typeof buildSubAccount>[1],
  work: (root: Context, name: string) => Promise<unknown>,
) =>
  byRoot(async (root) => {
    const { actor } = await buildSubAccount(root, options);
    return () => work(later(root, {}), actor.name);
  });

export async function signedIn(at: Door, name: string): Promise<{ token: string }> {
  return signIn(buildStranger(), {
    door: at,
    name,
    password: testPassword,
    device: undefined,
    incomingToken: undefined,
  });
}
export async function rootSession(): Promise<Context> {
  const { actor } = await buildAccount();
  const resumed = await resumeSession((await signedIn({ kind: "root-user" }, actor.name)).token, buildStranger());
  if (resumed?.kind !== "account") throw new Error("not signed in");
  return { ...resumed.ctx, ...freshlyProved, authorityEpoch: null };
}
export async function operatorSession(): Promise<PlatformContext> {
  const email = `${fresh()}@operators.test`;
  await createOperator(host, { email, displayName: "Op", password: testPassword });
  const resumed = await resumeSession((await signedIn({ kind: "operator" }, email)).token, buildStranger());
  if (resumed?.kind !== "operator") throw new Error("not signed in");
  return { ...resumed.ctx, ...freshlyProved };
}
export async function resetToken(root: Context): Promise<string> {
  let token = "";
  const keep = (made: string) => {
    token = made;
    return made;
  };
  await requestPasswordReset(buildStranger(), { door: { kind: "root-user" }, name: root.actor.name, linkOf: keep });
  return token;
}
export async function waitingSignUp(): Promise<{ token: string; email: string }> {
  const email = `${fresh()}@new.test`;
  const names = { accountName: `acct-${fresh()}`, companyName: "Audit" };
  const typed = { email, phone: "+8613800138000", password: testPassword, channel: "mail", ...names };
  const token = await signUp(buildStranger(), { ...SignUpInput.parse(typed), locale: "en" });
  return { token, email };
}
export async function draft(): Promise<Context> {
  const ctx = await applicant();
  await saveIdentityVerification(ctx, person());
  return ctx;
}

export const inAccountLog = { account: 1 };
export const inPlatformLog = { platform: 1 };
