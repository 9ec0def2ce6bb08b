import "server-only";
import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { throttleBuckets } from "@/db/schema/throttle-buckets";
import { recordAudit, recordPlatformAudit } from "@/lib/audit/record-audit";
import type { PlatformContext } from "@/lib/authorization/context";
import { notify } from "@/lib/domain/notifications/steps";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { newId } from "@/lib/foundation/ids";
import { secretKey } from "@/lib/foundation/secrets";
import { type Tx, withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import type { Principal } from "./find-principal";
import { provedAs, provedAsOperator } from "./principal-context";

interface Attempt {
  result: "refused";
  code: string;
  /** The name that was tried; kept as an HMAC where nobody has it. */
  key: string;
  action?: "espalier:SignIn" | "espalier:RequestPasswordReset";
}

/**
 * A refused sign-in in the log of whom it was for; where the name is nobody's, in the platform's, without the name.
 * `also` runs in the same transaction.
 */
export async function recordAttempt(
  stranger: PlatformContext,
  principal: Principal | undefined,
  { result, code, key, action = "espalier:SignIn" }: Attempt,
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  const entry = { action, result, code } as const;
  if (principal && principal.kind !== "operator") {
    const allowed = provedAs(stranger, principal);
    await withTransaction(allowed, async (tx) => {
      await also(tx);
      if (code === "signInLocked") await notify(tx, allowed, { kind: "sign-in-locked", to: principal.subAccountId });
      await recordAudit(tx, allowed, { ...entry, resource: principal.name });
    });
    return;
  }
  const resource =
    principal?.name ?? createHmac("sha256", secretKey("throttle")).update(key).digest("hex").slice(0, 16);
  const allowed = principal ? provedAsOperator(stranger, principal) : mintPlatformFence(stranger);
  await withPlatformTransaction(allowed, async (tx) => {
    await also(tx);
    if (code === "signInLocked") await workAsIfTold(tx, stranger.now);
    await recordPlatformAudit(tx, allowed, { ...entry, resource });
  });
}

/**
 * As many statements and written rows as it costs to tell somebody that their sign-in is locked, for a name that is
 * nobody's. The rows say nothing, and go with the counts of the day.
 */
async function workAsIfTold(tx: Tx, now: Date): Promise<void> {
  const keys = ["notice", "letter"].map((what) => `as-if-told|${what}|${newId()}`);
  await tx
    .select({ key: throttleBuckets.key })
    .from(throttleBuckets)
    .where(eq(throttleBuckets.key, keys[0] ?? ""));
  for (const key of keys) {
    await tx.insert(throttleBuckets).values({ key, failures: 0, windowStartedAt: now, updatedAt: now });
  }
}
