import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Allowed } from "@/lib/authorization/authorize";
import { notify } from "@/lib/domain/notifications/steps";
import type { Locale } from "@/lib/foundation/messages";
import type { Tx } from "@/lib/foundation/transaction";
import type { DocumentRow, SubmissionRow } from "./lookups";

/** Deletes rows of documents and returns the names of the files that no other row keeps. */
export async function dropDocuments(tx: Tx, allowed: Allowed, documents: readonly DocumentRow[]): Promise<string[]> {
  if (documents.length === 0) return [];
  const ofAccount = eq(identityDocuments.accountId, allowed.accountId);
  const names = documents.map(({ storedAs }) => storedAs);
  const ids = documents.map(({ id }) => id);
  await tx.delete(identityDocuments).where(and(ofAccount, inArray(identityDocuments.id, ids)));
  const kept = await tx
    .select({ storedAs: identityDocuments.storedAs })
    .from(identityDocuments)
    .where(and(ofAccount, inArray(identityDocuments.storedAs, names)));
  return names.filter((name) => !kept.some(({ storedAs }) => storedAs === name));
}

type Decision = { state: "approved" } | { state: "rejected"; reason: string; words: (locale: Locale) => string };

/** Writes a decision into submission, account, audit log and outbox. */
export async function decide(tx: Tx, allowed: Allowed, row: SubmissionRow, decision: Decision): Promise<void> {
  const { accountId, account, now } = allowed;
  const { state } = decision;
  const reason = state === "rejected" ? decision.reason : "";
  await tx
    .update(identityVerifications)
    .set({ state, reason, decidedAt: now, decidedBy: allowed.actor.name, updatedAt: now })
    .where(and(eq(identityVerifications.accountId, accountId), eq(identityVerifications.id, row.id)));
  await tx.update(accounts).set({ verification: state }).where(eq(accounts.accountId, accountId));
  await notify(tx, allowed, {
    kind: `verification-${state}`,
    to: null,
    params: (locale) => ({
      accountName: account.name,
      reason: decision.state === "rejected" ? decision.words(locale) : "",
    }),
  });
  await recordAudit(tx, allowed, {
    action: "espalier:DecideIdentityVerification",
    resource: account.name,
    before: { verification: "submitted" },
    after: { verification: state, verificationId: row.id },
  });
}
