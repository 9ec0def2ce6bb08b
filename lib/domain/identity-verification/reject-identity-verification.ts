import "server-only";
import { and, eq } from "drizzle-orm";
import { identityDocuments } from "@/db/schema/identity-documents";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { listDocuments, lockSubmission } from "./lookups";
import { reasonToText } from "./rules";
import type { RejectIdentityVerificationInput } from "./schema";
import { decide } from "./steps";
import { wordRejection } from "./word-rejection";

/** Refuses the submission, with a reason for the whole and for each document that is refused. May be submitted again. */
export async function rejectIdentityVerification(
  platform: PlatformContext,
  { accountId, verificationId, reason, documents }: RejectIdentityVerificationInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:DecideIdentityVerification", identityVerificationResource(ctx));
  requireStepUp(allowed, "operator-writes");
  await withTransaction(allowed, async (tx) => {
    const row = await lockSubmission(tx, allowed, verificationId, "reject");
    const kept = await listDocuments(tx, accountId, row.id);
    for (const [slot, why] of Object.entries(documents)) {
      const document = kept.find((one) => one.slot === slot);
      if (!document) throw new DomainError("invalid-input", "identity-document");
      await tx
        .update(identityDocuments)
        .set({ rejectedReason: reasonToText(why) })
        .where(and(eq(identityDocuments.accountId, accountId), eq(identityDocuments.id, document.id)));
    }
    const words = (locale: Parameters<typeof wordRejection>[0]) => wordRejection(locale, { reason, documents });
    await decide(tx, allowed, row, { state: "rejected", reason: reasonToText(reason), words });
  });
}
