import "server-only";
import type { AccountId, SubAccountId } from "@/lib/foundation/ids";

export type Scope = { kind: "account" } | { kind: "sub-account"; subAccountId: SubAccountId };

declare const fenced: unique symbol;

/** Proof that somebody decided this access: the only thing a transaction can be opened with. */
export interface Fence {
  readonly accountId: AccountId;
  readonly scope: Scope;
  /** Who acts, as the database sees it: `<type>:<id>`. */
  readonly actorKey: string;
  /** The account's authority epoch the decision was made under; null where no policy of the account decided. */
  readonly authorityEpoch: number | null;
  readonly [fenced]: true;
}

/** The same for work on the platform's own tables and for reads across accounts. */
export interface PlatformFence {
  readonly platform: true;
  readonly actorKey: string;
  readonly [fenced]: true;
}

/** Importers are listed in the architecture suite: `authorize`, and the verbs that run before anybody is known. */
export function mintFence<T extends object>(
  base: T & { accountId: AccountId; scope: Scope; actorKey: string; authorityEpoch: number | null },
): T & Fence {
  return base as T & Fence;
}

export function mintPlatformFence<T extends object>(base: T & { platform: true; actorKey: string }): T & PlatformFence {
  return base as T & PlatformFence;
}
