import "server-only";
import { desc, inArray } from "drizzle-orm";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { withPlatformRead } from "@/lib/foundation/transaction";

const decisionsMin = 5;
const decisionsMax = 50;

/**
 * The median of the latest waits from submission to decision, in hours, over all accounts: two moments of each, and
 * nothing that tells whose. Undefined while there are too few to say.
 */
export async function findUsualWait(ctx: Context): Promise<number | undefined> {
  authorize(ctx, "espalier:GetIdentityVerification", identityVerificationResource(ctx));
  const { requestId, actorKey } = ctx;
  const across = mintPlatformFence({ requestId, platform: true as const, actorKey });
  const decided = await withPlatformRead(across, (tx) =>
    tx
      .select({ from: identityVerifications.submittedAt, to: identityVerifications.decidedAt })
      .from(identityVerifications)
      .where(inArray(identityVerifications.state, ["approved", "rejected"]))
      .orderBy(desc(identityVerifications.submittedAt))
      .limit(decisionsMax),
  );
  if (decided.length < decisionsMin) return undefined;
  const waits = decided.map(({ from, to }) => Number(to) - Number(from)).toSorted((left, right) => left - right);
  return (waits[Math.floor(waits.length / 2)] ?? 0) / 3_600_000;
}
