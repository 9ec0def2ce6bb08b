import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { resetLinks } from "@/db/schema/reset-links";
import type { Allowed } from "@/lib/authorization/authorize";
import { disableWhereUnseen } from "@/lib/domain/access-keys/steps";
import { requirePeopleHeld } from "@/lib/domain/policies/steps";
import { storeReveal } from "@/lib/domain/sessions/reveal-steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import type { PreparedProfile } from "./prepare-login-profile";
import { claimHours } from "./rules";
import type { Kit } from "./write-hand-over-file";

/** Fresh claim links, one a person, whose earlier links die. The tokens are nowhere but in the answer, in order. */
export async function insertClaimLinks(tx: Tx, allowed: Allowed, people: readonly SubAccountId[]): Promise<string[]> {
  await requirePeopleHeld(tx, allowed, people);
  const { accountId, actor, now } = allowed;
  const expiresAt = new Date(now.getTime() + claimHours * 3_600_000);
  const made = people.map((subAccountId) => ({ subAccountId, token: newToken() }));
  const { accountId: ofAccount, subAccountId: of, usedAt, tokenHash } = resetLinks;
  const killed = await tx
    .update(resetLinks)
    .set({ usedAt: now, endedAs: "replaced" })
    .where(and(eq(ofAccount, accountId), inArray(of, [...people]), isNull(usedAt)))
    .returning({ tokenHash });
  await tx.insert(resetLinks).values(
    made.map(({ subAccountId, token }) => ({
      ...{ accountId, subAccountId, expiresAt, kind: "claim" as const, madeBy: actor.name, createdAt: now },
      id: newId(now.getTime()),
      tokenHash: hashToken(token),
    })),
  );
  const released = JSON.stringify(killed.map((link) => link.tokenHash));
  const registered = JSON.stringify(made.map(({ subAccountId, token }) => [hashToken(token), subAccountId]));
  // A batch of a thousand is two round trips, not two thousand.
  await tx.execute(sql`
    select auth.release_key('reset-link', hash) from jsonb_array_elements_text(${released}::jsonb) as hash`);
  await tx.execute(sql`
    select auth.register_key('reset-link', link ->> 0, (link ->> 1)::uuid)
    from jsonb_array_elements(${registered}::jsonb) as link`);
  return made.map(({ token }) => token);
}

/** What was made for a person. */
export interface Made {
  /** undefined: console sign-in is off. */
  profile: Pick<PreparedProfile, "password"> | undefined;
  accessKey: { id: string; secret: string } | undefined;
}

/**
 * Leaves what was made for a person to be shown once to whoever made it: the password or a claim link, and the
 * AccessKey. A job has nobody to show it to.
 */
export async function leaveForHandOver(
  tx: Tx,
  allowed: Allowed,
  { id, name: subject }: { id: SubAccountId; name: string },
  { profile, accessKey }: Made,
): Promise<void> {
  if (!allowed.actor.sessionId) return;
  const password = profile?.password;
  const [token] = profile && password === undefined ? await insertClaimLinks(tx, allowed, [id]) : [];
  if (accessKey) {
    const kit: Kit = { password, token, accessKeyId: accessKey.id, accessKeySecret: accessKey.secret };
    const left = await storeReveal(tx, allowed, { purpose: "sub-account-kit", subject }, JSON.stringify(kit));
    if (left) await disableWhereUnseen(tx, allowed, accessKey.id, left);
  } else if (password !== undefined) {
    await storeReveal(tx, allowed, { purpose: "sub-account-password", subject }, password);
  } else if (token !== undefined) {
    await storeReveal(tx, allowed, { purpose: "claim-link", subject }, token);
  }
}
