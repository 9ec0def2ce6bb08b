import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { accessKeys, type KeyNetworkPolicy } from "@/db/schema/access-keys";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { notify } from "@/lib/domain/notifications/steps";
import { requirePeopleHeld } from "@/lib/domain/policies/steps";
import { storeReveal } from "@/lib/domain/sessions/reveal-steps";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import { newCredential } from "@/lib/foundation/credential-format";
import { sealForAccount } from "@/lib/foundation/data-keys";
import type { SubAccountId } from "@/lib/foundation/ids";
import { enqueue } from "@/lib/foundation/queue";
import { hashToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import { disableUnseenKeyJob } from "./jobs";
import { type KeyOwner, keyColumns, keysOf } from "./lookups";
import { type AccessKeyView, presentAccessKey } from "./presenter";
import { sealedFor } from "./rules";

export interface IssuedAccessKey {
  accessKey: AccessKeyView;
  /** Shown once, by whoever asked. */
  secret: string;
}

interface NewKey {
  name: string;
  note: string;
  expiresAt: Date | null;
  networkPolicy: KeyNetworkPolicy | null;
}

/**
 * Makes a key of the owner, with its secret sealed and left to be shown once to the session that acts. Throws `forbidden`
 * for an owner who may do what the caller may not.
 */
export async function issueAccessKey(tx: Tx, allowed: Allowed, owner: KeyOwner, key: NewKey): Promise<IssuedAccessKey> {
  const issued = await insertAccessKey(tx, allowed, owner, key);
  const { id } = issued.accessKey;
  const left = await storeReveal(tx, allowed, { purpose: "access-key-secret", subject: id }, issued.secret);
  if (left) await disableWhereUnseen(tx, allowed, id, left);
  return issued;
}

/** A key that waits to be shown stops by itself where nobody comes for it in time. */
export async function disableWhereUnseen(
  tx: Tx,
  { accountId }: Allowed,
  accessKeyId: string,
  reveal: { id: string; expiresAt: Date },
): Promise<void> {
  const job = { accountId, accessKeyId, revealId: reveal.id };
  await enqueue(tx, disableUnseenKeyJob, job, { startAfter: reveal.expiresAt });
}

/** The same for whoever hands the secret over in another way. */
export async function insertAccessKey(
  tx: Tx,
  allowed: Allowed,
  owner: KeyOwner,
  key: NewKey,
): Promise<IssuedAccessKey> {
  const { accountId, now } = allowed;
  const { subAccountId } = owner;
  if (subAccountId !== null) await requirePeopleHeld(tx, allowed, [subAccountId]);
  const id = newCredential("access-key-id");
  const secret = newCredential("access-key-secret");
  await tx.execute(sql`select auth.register_key('access-key', ${id}, ${subAccountId})`);
  const [row] = await tx
    .insert(accessKeys)
    .values({
      ...{ accountId, id, subAccountId, ...key },
      sealedSecret: await sealForAccount(tx, sealedFor({ accountId, subAccountId, id }), secret),
      secretHash: hashToken(secret),
      ...{ createdBy: allowed.actor.name, createdAt: now, updatedAt: now },
    })
    .returning(keyColumns);
  if (!row) throw new Error("the key was not written");
  return { accessKey: presentAccessKey({ ...row, ownerName: owner.name }, allowed.scope, now), secret };
}

/** Tells whoever the key belongs to that somebody made it for them. A root user's key is told of in any case. */
export async function tellOwner(tx: Tx, allowed: Allowed, { subAccountId }: KeyOwner, id: string): Promise<void> {
  if (subAccountId !== null && actingSubAccount(allowed.actor)?.subAccountId === subAccountId) return;
  await notify(tx, allowed, { kind: "access-key-made", to: subAccountId, params: { keyId: id } });
}

/** Switches one key off or on. An end that a rotation had set for it goes with being switched on. */
export async function setKeyState(tx: Tx, allowed: Allowed, id: string, state: "active" | "disabled"): Promise<void> {
  const { accountId, now } = allowed;
  const [key] = await tx
    .update(accessKeys)
    .set({ state, updatedAt: now, ...(state === "active" && { retiresAt: null, successorId: null }) })
    .where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, id)))
    .returning({ subAccountId: accessKeys.subAccountId });
  if (key && state === "disabled") await tellOfDisabledKey(tx, allowed, { id, ...key });
}

/** Services that keep a call's caller in mind learn that its key is no good any more. */
export function tellOfDisabledKey(
  tx: Tx,
  allowed: Allowed,
  { id, subAccountId }: { id: string; subAccountId: SubAccountId | null },
): Promise<void> {
  return raiseEvent(tx, allowed, { type: "access_key.disabled", subAccountId, data: { accessKeyId: id } });
}

/** Removes one key for good: its id opens nothing from the next call on, and is never given again by chance. */
export async function removeAccessKey(tx: Tx, { accountId }: Allowed, id: string): Promise<void> {
  await tx.execute(sql`select auth.release_key('access-key', ${id})`);
  await tx.delete(accessKeys).where(and(eq(accessKeys.accountId, accountId), eq(accessKeys.id, id)));
}

/** Removes every key of a sub-account that is about to be deleted. */
export async function removeAccessKeysOf(tx: Tx, allowed: Allowed, subAccountId: SubAccountId): Promise<void> {
  const keys = await tx.select({ id: accessKeys.id }).from(accessKeys).where(keysOf(allowed, { subAccountId }));
  for (const { id } of keys) await removeAccessKey(tx, allowed, id);
}
