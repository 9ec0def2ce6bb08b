import "server-only";
import { type AuditEntry, recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { withPlatformTransaction } from "@/lib/foundation/transaction";

/**
 * Decides, and writes to the platform's log whoever was refused because the request is theirs, or another's: somebody
 * who tries to be their own second person is what the rule is for. The account's log says what was done to the account.
 */
export async function recordRefusedDecision<T>(
  platform: PlatformContext,
  { action, account, id }: Pick<AuditEntry, "action"> & { account: { name: string }; id: string },
  decide: () => Promise<T>,
): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof DomainError && error.code === "forbidden" && error.noun === "approval") {
      const allowed = authorizePlatform(platform, "platform:ListWallets");
      const code = error.reason ?? error.code;
      await withPlatformTransaction(allowed, (tx) =>
        recordPlatformAudit(tx, allowed, { action, resource: `${account.name}/${id}`, result: "refused", code }),
      );
    }
    throw error;
  }
}
