import "server-only";
import { and, eq } from "drizzle-orm";
import { topUpEvidence } from "@/db/schema/top-up-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { readDocumentFile } from "@/lib/domain/identity-verification/keep-documents-by-file";
import { openForAccount } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction, withTransaction } from "@/lib/foundation/transaction";
import type { TopUpAddress } from "./schema";

/** What a top-up was credited for, to operators alone; every look is on record. Throws `not-found` where nothing was kept. */
export async function readTopUpEvidence(platform: PlatformContext, { accountId, topUpId }: TopUpAddress) {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ReadTopUpEvidence", walletResource(ctx));
  const [row] = await withReadTransaction(allowed, (tx) =>
    tx
      .select()
      .from(topUpEvidence)
      .where(and(eq(topUpEvidence.accountId, allowed.accountId), eq(topUpEvidence.topUpId, topUpId))),
  );
  if (!row) throw new DomainError("not-found", "top-up");
  const { mediaType, storedAs } = row;
  const sealed = await readDocumentFile(storedAs);
  const bytes = await withTransaction(allowed, async (tx) => {
    await recordAudit(tx, allowed, { action: "espalier:ReadTopUpEvidence", resource: topUpId });
    return openForAccount(tx, { accountId: allowed.accountId, purpose: "top-up-evidence", row: storedAs }, sealed);
  });
  return { mediaType, bytes };
}
