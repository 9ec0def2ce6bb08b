import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { inArray, sql } from "drizzle-orm";
import { resetLinks } from "@/db/schema/reset-links";
import { throttleBuckets } from "@/db/schema/throttle-buckets";
import { recordAudit } from "@/lib/audit/record-audit";
import { passwordStateOf } from "@/lib/authorization/account-settings";
import type { PlatformContext } from "@/lib/authorization/context";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { networkOf } from "./check-password";
import { type AccountPrincipal, findPrincipal, principalKey } from "./find-principal";
import { provedAs } from "./principal-context";
import { recordAttempt } from "./record-attempt";
import type { Door } from "./schema";
import { killResetLinks } from "./steps";
import { requireAttempt } from "./throttle";

const linkMinutes = 30;
/** Longer than mailing a link takes, here some 10 ms. */
const answerAfterMs = 200;

interface ResetRequest {
  door: Door;
  name: string;
  /** Turns the token into the address that is mailed. */
  linkOf: (token: string) => string;
}

/**
 * Mails a single-use link to whoever the name belongs to; for a name that is nobody's, has no address or may not sign
 * in, nothing is sent and nothing is said. Throws `rate-limited` alike for both.
 */
export async function requestPasswordReset(stranger: PlatformContext, request: ResetRequest): Promise<void> {
  const { door, name } = request;
  await requireAttempt(stranger.now, [
    { bucket: "reset-requests", of: principalKey(door, name) },
    { bucket: "reset-requests-address", of: networkOf(stranger.facts.ip) },
  ]);
  // The answer to a name that exists must not come later than to one that does not.
  await Promise.all([sendLink(stranger, request), sleep(answerAfterMs)]);
}

/**
 * As many statements and written rows as a link costs, leaving nothing: on a busy database the answer to a name that
 * exists would otherwise come later than `answerAfterMs`, and the other would not.
 */
async function workAsIfSent(tx: Tx, now: Date): Promise<void> {
  const keys = ["link", "directory", "letter"].map((what) => `as-if-sent|${what}|${newId()}`);
  for (const key of keys)
    await tx.insert(throttleBuckets).values({ key, failures: 0, windowStartedAt: now, updatedAt: now });
  await tx.delete(throttleBuckets).where(inArray(throttleBuckets.key, keys));
}

/** Not who may not change the password at will, nor whose expired one an administrator alone resets. */
function mayResetItself(principal: AccountPrincipal, now: Date): boolean {
  const { account, disabled, passwordHash, passwordChangedAt, kind } = principal;
  if (disabled || passwordHash === null) return false;
  if (kind === "root-user") return true;
  const dead = passwordStateOf(account.passwordPolicy, passwordChangedAt, now) === "dead";
  return account.preference.allowUserToChangePassword && !dead;
}

async function sendLink(stranger: PlatformContext, { door, name, linkOf }: ResetRequest): Promise<void> {
  const principal = await findPrincipal(door, name);
  const mayReset = principal && principal.kind !== "operator" && mayResetItself(principal, stranger.now);
  if (!mayReset || !principal.email) {
    const key = principalKey(door, name);
    const attempt = { action: "espalier:RequestPasswordReset", result: "refused", code: "resetNotSent", key } as const;
    await recordAttempt(stranger, undefined, attempt, (tx) => workAsIfSent(tx, stranger.now));
    return;
  }
  const token = newToken();
  const tokenHash = hashToken(token);
  const allowed = provedAs(stranger, principal);
  const { subAccountId, email, locale } = principal;
  await withTransaction(allowed, async (tx) => {
    await killResetLinks(tx, allowed, subAccountId);
    await tx.insert(resetLinks).values({
      accountId: allowed.accountId,
      id: newId(),
      subAccountId,
      tokenHash,
      expiresAt: new Date(stranger.now.getTime() + linkMinutes * 60_000),
    });
    await tx.execute(sql`select auth.register_key('reset-link', ${tokenHash}, ${subAccountId})`);
    const params = { link: linkOf(token), name: principal.name };
    await enqueueMessage(tx, { channel: "mail", kind: "reset-password-link", to: email, locale, params });
    await recordAudit(tx, allowed, { action: "espalier:RequestPasswordReset", resource: principal.name });
  });
}
