import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import type { Allowed } from "@/lib/authorization/authorize";
import { lockAccount } from "@/lib/domain/accounts/steps";
import { openForAccount } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import type { AccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { stateAfter } from "./rules";
import type { IdentityFields } from "./schema";

export type SubmissionRow = typeof identityVerifications.$inferSelect;
export type DocumentRow = typeof identityDocuments.$inferSelect;

/** The account's submissions, newest first. */
export function listSubmissions(tx: Tx, accountId: AccountId, limit: number): Promise<SubmissionRow[]> {
  return tx
    .select()
    .from(identityVerifications)
    .where(eq(identityVerifications.accountId, accountId))
    .orderBy(desc(identityVerifications.createdAt), desc(identityVerifications.id))
    .limit(limit);
}

export function listDocuments(tx: Tx, accountId: AccountId, verificationId: string): Promise<DocumentRow[]> {
  return tx
    .select()
    .from(identityDocuments)
    .where(and(eq(identityDocuments.accountId, accountId), eq(identityDocuments.verificationId, verificationId)));
}

/** Holds the account and returns its draft. Throws `invalid-state` where nothing may be changed, or nothing is begun. */
export async function lockDraft(tx: Tx, allowed: Allowed, act: "edit" | "submit"): Promise<SubmissionRow> {
  const { verification } = await lockAccount(tx, allowed);
  stateAfter(verification, act);
  const [newest] = await listSubmissions(tx, allowed.accountId, 1);
  if (newest?.state === "draft") return newest;
  throw new DomainError("invalid-state", "identity-verification", { reason: "identityDetailsFirst" });
}

/**
 * Holds the account and returns the submission an operator decides about. Throws `conflict` when somebody else decided
 * first, and `AlreadyDone` when this operator's same decision stands.
 */
export async function lockSubmission(
  tx: Tx,
  allowed: Allowed,
  verificationId: string,
  act: "approve" | "reject",
): Promise<SubmissionRow> {
  const { verification } = await lockAccount(tx, allowed);
  const [row] = await tx
    .select()
    .from(identityVerifications)
    .where(and(eq(identityVerifications.accountId, allowed.accountId), eq(identityVerifications.id, verificationId)));
  if (!row || row.state === "draft") throw new DomainError("not-found", "identity-verification");
  const decided = act === "approve" ? "approved" : "rejected";
  if (row.state === decided && row.decidedBy === allowed.actor.name) throw new AlreadyDone("this was decided before");
  if (row.state !== "submitted") {
    throw new DomainError("conflict", "identity-verification", { reason: "verificationDecided" });
  }
  stateAfter(verification, act);
  return row;
}

export async function openFields(tx: Tx, { accountId, id, sealedFields }: SubmissionRow): Promise<IdentityFields> {
  const json = await openForAccount(tx, { accountId, purpose: "identity-fields", row: id }, sealedFields);
  return JSON.parse(json.toString("utf8")) as IdentityFields;
}
