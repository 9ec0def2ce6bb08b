import "server-only";
import { and, eq } from "drizzle-orm";
import { operatorSecondFactors } from "@/db/schema/operator-second-factors";
import { operators } from "@/db/schema/operators";
import { secondFactors } from "@/db/schema/second-factors";
import { subAccounts } from "@/db/schema/sub-accounts";
import { passkeyKeyOf } from "@/lib/domain/sign-in/factor-steps";
import { type Principal, readOperator, readRootUser, readSubAccount } from "@/lib/domain/sign-in/find-principal";
import type { AccountId } from "@/lib/foundation/ids";
import { enterByKey, type Tx } from "@/lib/foundation/transaction";
import type { StoredPasskey } from "./verify-passkey";

export interface PasskeyHolder {
  principal: Principal;
  factorId: string;
  passkey: StoredPasskey;
}

/** Whose passkey it is that a browser answers with, and what it is judged by; undefined for one that nobody has bound. */
export function findPasskeyHolder(credentialId: string): Promise<PasskeyHolder | undefined> {
  return enterByKey("passkey", passkeyKeyOf(credentialId), async (tx, hit) => {
    if (!hit) return undefined;
    return hit.accountId ? ofAccount(tx, hit.accountId, credentialId) : ofOperator(tx, credentialId);
  });
}

async function ofAccount(tx: Tx, accountId: AccountId, credentialId: string): Promise<PasskeyHolder | undefined> {
  const [factor] = await tx
    .select()
    .from(secondFactors)
    .where(and(eq(secondFactors.accountId, accountId), eq(secondFactors.credentialId, credentialId)));
  if (!factor) return undefined;
  const principal = factor.subAccountId
    ? await readSubAccount(tx, accountId, eq(subAccounts.id, factor.subAccountId))
    : await readRootUser(tx, accountId);
  return held(principal, factor);
}

async function ofOperator(tx: Tx, credentialId: string): Promise<PasskeyHolder | undefined> {
  const [factor] = await tx
    .select()
    .from(operatorSecondFactors)
    .where(eq(operatorSecondFactors.credentialId, credentialId));
  return factor && held(await readOperator(tx, eq(operators.id, factor.operatorId)), factor);
}

interface Factor {
  id: string;
  credentialId: string | null;
  publicKey: Uint8Array | null;
  signCount: number;
}

function held(principal: Principal | undefined, factor: Factor): PasskeyHolder | undefined {
  const { id: factorId, credentialId, publicKey, signCount } = factor;
  if (!principal || !credentialId || !publicKey) return undefined;
  return { principal, factorId, passkey: { credentialId, publicKey, signCount } };
}
