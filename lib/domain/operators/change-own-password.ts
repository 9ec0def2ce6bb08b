import "server-only";
import { eq } from "drizzle-orm";
import { operators } from "@/db/schema/operators";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { endOperatorSessions, openOperatorSession } from "@/lib/domain/sessions/operator-steps";
import { verifyPassword } from "@/lib/domain/sign-in/hash-password";
import { forgiveAttempt, requireAttempt } from "@/lib/domain/sign-in/throttle";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { withPlatformRead, withPlatformTransaction } from "@/lib/foundation/transaction";
import { hashOperatorPassword } from "./create-operator";

/** An operator's own new password: ends all its sessions and returns the cookie of a new one. */
export async function changeOwnPassword(
  platform: PlatformContext,
  { current, password }: { current: string; password: string },
): Promise<{ token: string }> {
  const allowed = authorizePlatform(platform, "platform:ChangePassword");
  const { actor } = platform;
  const operatorId = actor.type === "operator" ? actor.operatorId : null;
  if (!operatorId) throw new DomainError("forbidden", "sign-in");
  const [operator] = await withPlatformRead(allowed, (tx) =>
    tx.select().from(operators).where(eq(operators.id, operatorId)),
  );
  const attempts = [{ bucket: "device", of: `change|${platform.actorKey}` } as const];
  await requireAttempt(platform.now, attempts);
  if (!operator || !(await verifyPassword(operator.passwordHash, current))) {
    throw invalidField("sign-in", "current", "passwordWrong");
  }
  await forgiveAttempt(platform.now, attempts);
  const { email, displayName } = operator;
  const passwordHash = await hashOperatorPassword({ email, displayName, password });
  return withPlatformTransaction(allowed, async (tx) => {
    await tx
      .update(operators)
      .set({ passwordHash, passwordChangedAt: allowed.now })
      .where(eq(operators.id, operatorId));
    await endOperatorSessions(tx, allowed, { of: operatorId, reason: "password-changed" });
    const token = await openOperatorSession(tx, allowed, operatorId, platform.secondFactor);
    await recordPlatformAudit(tx, allowed, { action: "platform:ChangePassword", resource: email });
    return { token };
  });
}
