import "server-only";
import type { KeyNetworkPolicy } from "@/db/schema/access-keys";
import type { AccountFacts } from "@/lib/authorization/context";
import type { HeldRow } from "@/lib/domain/policies/present-held-policies";
import { openWith } from "@/lib/foundation/data-keys";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";
import { enterAsSigners } from "@/lib/foundation/transaction";
import { claimNonces } from "./claim-nonces";
import { keepKey } from "./kept-keys";
import { readSigningKeys, type SigningKey } from "./read-signing-keys";
import { type KeyStanding, type KeyTimes, sealedFor, standingOf } from "./rules";

/** All that deciding about a signed call needs, of one snapshot. */
export interface OpenedKey {
  id: string;
  accountId: AccountId;
  account: AccountFacts;
  authorityEpoch: number;
  /** null: the root user's key. */
  subAccountId: SubAccountId | null;
  /** The sub-account's name, the root user's e-mail address. */
  ownerName: string;
  ownerDisabled: boolean;
  /** Opened in memory; for the verifier alone. */
  secret: string;
  times: KeyTimes;
  networkPolicy: KeyNetworkPolicy | null;
  accountNetworkPolicy: KeyNetworkPolicy | null;
  lastUsedAt: Date | null;
  held: readonly HeldRow[];
}

/** The same at a moment: time alone ends a key. */
export interface FoundKey extends OpenedKey {
  standing: KeyStanding;
}

export function foundAt(key: OpenedKey, now: Date): FoundKey {
  return { ...key, standing: standingOf(key.times, now) };
}

/** What came of a call's signature: who signed it, what speaks against it, and whether its nonce was still unspent. */
export interface CheckedSignature<Fault> {
  key: FoundKey | undefined;
  fault: Fault | undefined;
  claimed: boolean;
}

export interface Check<Fault> {
  accessKeyId: string;
  now: Date;
  /** null: nothing is claimed. */
  nonce: string | null;
  /** Undefined where the signature holds. For a key that nobody has it costs the same. */
  faultOf: (key: FoundKey | undefined) => Fault | undefined;
}

/** One's own row that cannot be read is one's own fault, and nobody else's. */
export type Answer = CheckedSignature<unknown> | { error: unknown };

/** Answers each by its own key's row, read in one go, and spends the nonces of those that hold in the same transaction. */
export function checkSignatures(checks: readonly Check<unknown>[]): Promise<Answer[]> {
  const ids = [...new Set(checks.map(({ accessKeyId }) => accessKeyId))];
  return enterAsSigners(ids, {
    ask: (tx) => readSigningKeys(tx, ids),
    judge: (rows) => {
      const answers = checks.map((check) => judge(check, rows.get(check.accessKeyId)));
      const claims = checks.flatMap(({ accessKeyId, nonce, now }, at) =>
        answers[at] && mayClaim(answers[at]) && nonce !== null ? [{ at, accessKeyId, nonce, now }] : [],
      );
      if (claims.length === 0) return { value: answers };
      return {
        claim: async (tx) => {
          const claimed = await claimNonces(tx, claims);
          for (const [place, { at }] of claims.entries()) {
            const answer = answers[at];
            if (answer && !("error" in answer)) answer.claimed = claimed[place] === true;
          }
          return answers;
        },
      };
    },
  });
}

function mayClaim(answer: Answer): boolean {
  return !("error" in answer) && answer.key !== undefined && answer.fault === undefined;
}

function judge({ now, nonce, faultOf }: Check<unknown>, row: SigningKey | undefined): Answer {
  try {
    const opened = row && openKey(row);
    const key = opened && foundAt(opened, now);
    const fault = faultOf(key);
    // Of a caller that holds its secret, and of nobody who knows its id alone.
    if (opened && fault === undefined && row.account.revision) keepKey(opened, row.account.revision);
    return { key, fault, claimed: nonce === null };
  } catch (error) {
    return { error };
  }
}

function openKey(key: SigningKey): OpenedKey {
  const { id, accountId, subAccountId, account, state, expiresAt, retiresAt } = key;
  return {
    id,
    accountId,
    account: account.facts,
    authorityEpoch: account.authorityEpoch,
    subAccountId,
    ownerName: key.ownerName,
    ownerDisabled: subAccountId !== null && key.ownerState !== "active",
    secret: openWith(account.findDataKey, sealedFor(key), key.sealedSecret).toString("utf8"),
    times: { state, expiresAt, retiresAt },
    networkPolicy: key.networkPolicy,
    accountNetworkPolicy: account.keyNetworkPolicy,
    lastUsedAt: key.lastUsedAt,
    held: key.held,
  };
}
