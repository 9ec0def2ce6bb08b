import { defaultPasswordPolicy, defaultSecurityPreference } from "@/lib/authorization/account-settings";
import type { Context } from "@/lib/authorization/context";
import { rootUserPolicies } from "@/lib/authorization/self-policy";
import { approveAtOnce, openAccount } from "@/lib/domain/accounts/steps";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { newAccountId, newId } from "@/lib/foundation/ids";
import { buildOperator, freshlyProved, randomAddress, testPassword } from "./build-context";

/** Names are cheap, hashes are not: a tenth of a second that every account of a file would pay again. */
let testHash: Promise<string> | undefined;

const unique = () => newId().replaceAll("-", "").slice(-12);

interface AccountOptions {
  approved?: boolean;
  name?: string;
}

/** An account of its own for one test, by the step that every way to an account goes, and its root user's context. */
export async function buildAccount({
  approved = true,
  name = `acct-${unique()}`,
}: AccountOptions = {}): Promise<Context> {
  testHash ??= hashPassword(testPassword);
  const account = {
    ...{ accountId: newAccountId(), name, companyName: `Company ${name}`, locale: "en" },
    ...{ email: `root@${name}.test`, phone: "+8613800000000", passwordHash: await testHash },
  };
  const opened = await openAccount(buildOperator({ host: true }), account, approved ? approveAtOnce : undefined);
  const { accountId } = account;
  const { uid } = opened.account;
  return {
    requestId: newId(),
    now: new Date(),
    accountId,
    account: {
      uid,
      name,
      alias: name,
      companyName: `Company ${name}`,
      verification: approved ? "approved" : "unverified",
      preference: defaultSecurityPreference,
      passwordPolicy: defaultPasswordPolicy,
    },
    scope: { kind: "account" },
    actor: { type: "root-user", sessionId: null, name: `root@${name}.test` },
    actorKey: "root-user:",
    authorityEpoch: 0,
    policies: rootUserPolicies,
    facts: { ip: randomAddress(), userAgent: "Test" },
    ...freshlyProved,
    passwordResetRequired: false,
    idempotencyKey: null,
  };
}
