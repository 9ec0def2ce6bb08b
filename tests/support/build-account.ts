import { defaultPasswordPolicy, defaultSecurityPreference } from "@/lib/authorization/account-settings";
import type { Context } from "@/lib/authorization/context";
import { rootUserPolicies } from "@/lib/authorization/self-policy";
import { createAccount } from "@/lib/domain/accounts/create-account";
import { newId } from "@/lib/foundation/ids";
import { buildOperator, freshlyProved, randomAddress, testPassword } from "./build-context";

/** The test password hashed once per worker would still cost 0.1 s an account: names are cheap, hashes are not. */
const unique = () => newId().replaceAll("-", "").slice(-12);

interface AccountOptions {
  approved?: boolean;
  name?: string;
}

/** An account of its own for one test, through the platform's verb, and its root user's context. */
export async function buildAccount({
  approved = true,
  name = `acct-${unique()}`,
}: AccountOptions = {}): Promise<Context> {
  const { accountId, uid } = await createAccount(buildOperator({ host: true }), {
    name,
    companyName: `Company ${name}`,
    email: `root@${name}.test`,
    phone: "+8613800000000",
    password: testPassword,
    approved,
  });
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
