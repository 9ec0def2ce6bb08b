import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockServer } from "./lookups";
import { requireOperatorProof } from "./rules";
import type { NamedServerInput } from "./schema";
import { dropCredentials } from "./steps";

/** Ends a server's credentials for good: whoever holds one asks in vain. Asks no proof: it only takes away. */
export async function revokeServerCredentials(ctx: Context, input: NamedServerInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:RevokeServerCredentials", serverResource(ctx, input.name));
  requireOperatorProof(allowed);
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const { id } = await lockServer(tx, allowed, input.name);
    const ended = await dropCredentials(tx, allowed, id);
    await recordAudit(tx, allowed, {
      action: "espalier:RevokeServerCredentials",
      resource: input.name,
      after: { ended },
    });
  });
}
