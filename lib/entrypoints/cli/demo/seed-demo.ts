import "server-only";
import { actorKeyOf, type Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { createAccount } from "@/lib/domain/accounts/create-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { createOperator } from "@/lib/domain/operators/create-operator";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { hostContext } from "../host-context";
import { demoAccounts, demoOperator, demoPassword, secondOperator } from "./cast";
import { seedDemoServers } from "./seed-demo-servers";
import { submitDemoVerification } from "./submit-demo-verification";

const dayMs = 86_400_000;

/**
 * The demo's people, made through the same verbs as everybody else. Runs again from where it was stopped: whoever is
 * there already is left alone. Answers whether anybody was made.
 */
export async function seedDemo(): Promise<boolean> {
  let made = await unlessThere(() => createOperator(hostContext(), { ...demoOperator, password: demoPassword }));
  for (const account of demoAccounts) made = (await seedAccount(account)) || made;
  return (await unlessThere(seedApproval)) || made;
}

/** Goodwill that the second operator asks for as soon as there is one: the desk has something to decide. */
async function seedApproval(): Promise<void> {
  const operatorId = await createOperator(hostContext(), { ...secondOperator, password: demoPassword });
  const actor = { type: "operator", operatorId, sessionId: null, name: secondOperator.email } as const;
  const ctx = { ...hostContext(), actor, actorKey: actorKeyOf(actor), stepUp: new Set(["wallet"] as const) };
  const { accountId } = await getAccountByName(ctx, "harbor");
  const asked = { amount: "-800", subAccountName: "dana", reference: "CASE-2107", reasonCode: "outage" };
  const reason = "Two hours without the inference endpoint";
  await adjustWallet(ctx, AdjustWalletInput.parse({ accountId, ...asked, reason }));
}

async function seedAccount(account: (typeof demoAccounts)[number]): Promise<boolean> {
  const { name, companyName, phone, approved, credit, subAccounts } = account;
  const email = `root@${name}.test`;
  const input = { name, companyName, email, phone, password: demoPassword, approved };
  let made = await unlessThere(() => createAccount(hostContext(), input));
  const inside = await enter(name);
  if (credit) await topUp(inside, credit);
  for (const person of subAccounts) made = (await seedSubAccount(inside, person)) || made;
  if (name === "harbor") made = (await unlessThere(() => seedDemoServers(inside))) || made;
  if (!approved && inside.account.verification === "unverified") await submitDemoVerification(inside);
  return made;
}

async function seedSubAccount(
  inside: Context,
  { name, displayName, note = "", policies = [], disabled }: (typeof demoAccounts)[number]["subAccounts"][number],
): Promise<boolean> {
  const input = CreateSubAccountInput.parse({
    name,
    displayName,
    note,
    email: `${name}@${inside.account.name}.test`,
    consoleSignIn: "on",
    passwordChoice: "set",
    password: demoPassword,
  });
  const made = await unlessThere(() => createSubAccount(inside, input));
  if (!made) return false;
  for (const policyName of policies) {
    await attachPolicyToUser(inside, { name, policyType: "System", policyName });
  }
  if (disabled) await disableSubAccount(inside, { name, reason: disabled });
  return true;
}

/** Before anybody starts something: a wallet that never was credited pays for nothing. */
async function topUp({ accountId }: Context, amount: string): Promise<void> {
  const input = { accountId, amount, reference: "DEMO-OPENING", note: "Opening balance of the demonstration" };
  // The statement never goes back in time: the balance is there before the first day that is told.
  const days = env().demoDays;
  const openedAt = new Date(Date.now() - (days === 0 ? 0 : (days + 1) * dayMs));
  await topUpWallet(hostContext(openedAt), TopUpWalletInput.parse(input));
}

async function enter(name: string): Promise<Context> {
  const host = hostContext();
  return enterAccount(host, await getAccountByName(host, name));
}

async function unlessThere(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === "already-exists") return false;
    throw error;
  }
}
