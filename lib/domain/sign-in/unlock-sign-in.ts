import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { getPerson } from "@/lib/domain/sessions/lookups";
import { withTransaction } from "@/lib/foundation/transaction";
import { attemptsAt } from "./find-principal";
import { findAttempts, forgiveAttempt, wrongPasswordsOf } from "./throttle";

/**
 * Forgets the wrong passwords that were typed for a sub-account, so that its next attempt is looked at again. The
 * counts are the platform's own rows: they are taken back once the event stands.
 */
export async function unlockSignIn(ctx: Context, { name }: { name: string }): Promise<void> {
  const allowed = authorize(ctx, "espalier:UnlockSignIn", subAccountResource(ctx, name));
  const attempts = attemptsAt(ctx.account.alias, name);
  const before = await findAttempts(ctx.now, attempts);
  await withTransaction(allowed, async (tx) => {
    await recordAudit(tx, allowed, {
      action: "espalier:UnlockSignIn",
      resource: name,
      subAccountId: await getPerson(tx, allowed, name),
      before: { failures: before.failures, locked: before.locked },
      after: { failures: 0, locked: false },
    });
  });
  await forgiveAttempt(ctx.now, wrongPasswordsOf(attempts.of));
}
