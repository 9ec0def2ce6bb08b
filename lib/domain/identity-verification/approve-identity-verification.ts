import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { identityDocuments } from "@/db/schema/identity-documents";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { withTransaction } from "@/lib/foundation/transaction";
import { removeDocumentFiles } from "./keep-documents-by-file";
import { lockSubmission } from "./lookups";
import type { ApproveIdentityVerificationInput } from "./schema";
import { decide, dropDocuments } from "./steps";

/**
 * Accepts the submission the operator looked at, and lets go of documents that only refused submissions carried.
 * Throws `conflict` when somebody else decided first.
 */
export async function approveIdentityVerification(
  platform: PlatformContext,
  { accountId, verificationId }: ApproveIdentityVerificationInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:DecideIdentityVerification", identityVerificationResource(ctx));
  requireStepUp(allowed, "operator-writes");
  const orphans = await withTransaction(allowed, async (tx) => {
    const row = await lockSubmission(tx, allowed, verificationId, "approve");
    await decide(tx, allowed, row, { state: "approved" });
    const superseded = await tx
      .select()
      .from(identityDocuments)
      .where(and(eq(identityDocuments.accountId, accountId), ne(identityDocuments.verificationId, row.id)));
    return dropDocuments(tx, allowed, superseded);
  });
  await removeDocumentFiles(orphans);
}
