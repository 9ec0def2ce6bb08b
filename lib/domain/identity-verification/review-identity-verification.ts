import "server-only";
import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize, authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { AccountFacts, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead, withTransaction } from "@/lib/foundation/transaction";
import { openFields, type SubmissionRow } from "./lookups";
import { type OpenedSubmission, presentOpened, presentSubmission, type SubmissionView } from "./presenter";

const earlierShown = 10;

export interface IdentityReview {
  account: { accountId: AccountId; name: string; companyName: string };
  submission: OpenedSubmission & { decidedBy: string | null };
  /** Refused before, newest first. */
  earlier: SubmissionView[];
  /** Other accounts that submitted the same number. */
  sameNumber: (Pick<AccountFacts, "name" | "verification"> & { accountId: AccountId })[];
  /** The account that waits longest, this one aside. */
  next: AccountId | undefined;
}

/** The newest submission of an account, opened for an operator; each look is in the account's audit log. */
export async function reviewIdentityVerification(
  platform: PlatformContext,
  accountId: AccountId,
): Promise<IdentityReview> {
  const across = authorizePlatform(platform, "platform:ListIdentityVerifications");
  const account = await getAccount(platform, accountId);
  const ctx = enterAccount(platform, account);
  const allowed = authorize(ctx, "espalier:GetIdentityVerification", identityVerificationResource(ctx));
  const { submission, earlier, numberIndex } = await openSubmissions(allowed);
  const { sameNumber, next } = await lookAround(across, accountId, numberIndex);
  const { name, companyName } = account;
  return { account: { accountId, name, companyName }, submission, earlier, sameNumber, next };
}

function openSubmissions(allowed: Allowed) {
  const { accountId, account } = allowed;
  return withTransaction(allowed, async (tx) => {
    const rows: SubmissionRow[] = await tx
      .select()
      .from(identityVerifications)
      .where(and(eq(identityVerifications.accountId, accountId), ne(identityVerifications.state, "draft")))
      .orderBy(desc(identityVerifications.createdAt), desc(identityVerifications.id))
      .limit(earlierShown + 1);
    const [newest, ...older] = rows;
    if (!newest) throw new DomainError("not-found", "identity-verification");
    const ids = rows.map(({ id }) => id);
    const documents = await tx
      .select()
      .from(identityDocuments)
      .where(and(eq(identityDocuments.accountId, accountId), inArray(identityDocuments.verificationId, ids)));
    await recordAudit(tx, allowed, {
      action: "espalier:GetIdentityVerification",
      resource: account.name,
      after: { verificationId: newest.id },
    });
    const opened = presentOpened(newest, documents, await openFields(tx, newest));
    return {
      submission: { ...opened, decidedBy: newest.decidedBy },
      earlier: older.map((row) => presentSubmission(row, documents)),
      numberIndex: newest.numberIndex,
    };
  });
}

function lookAround(across: PlatformAllowed, accountId: AccountId, numberIndex: string) {
  return withPlatformRead(across, async (tx) => {
    const sameNumber = await tx
      .selectDistinct({ accountId: accounts.accountId, name: accounts.name, verification: accounts.verification })
      .from(identityVerifications)
      .innerJoin(accounts, eq(accounts.accountId, identityVerifications.accountId))
      .where(
        and(
          eq(identityVerifications.numberIndex, numberIndex),
          ne(identityVerifications.numberIndex, ""),
          ne(identityVerifications.accountId, accountId),
          ne(identityVerifications.state, "draft"),
        ),
      )
      .limit(20);
    const [next] = await tx
      .select({ accountId: identityVerifications.accountId })
      .from(identityVerifications)
      .where(and(eq(identityVerifications.state, "submitted"), ne(identityVerifications.accountId, accountId)))
      .orderBy(asc(identityVerifications.submittedAt), asc(identityVerifications.id))
      .limit(1);
    return { sameNumber, next: next?.accountId };
  });
}
