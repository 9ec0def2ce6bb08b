import "server-only";
import { and, asc, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { identityVerificationResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { listSubmissions, openFields } from "./lookups";
import { type OpenedSubmission, presentOpened } from "./presenter";
import type { IdentityVerificationFilter, VerificationKind } from "./schema";

export interface IdentityVerificationView {
  verification: "unverified" | "submitted" | "approved" | "rejected";
  /** The newest: a draft while one is written. */
  current: OpenedSubmission | undefined;
  /** What was refused last, while its successor is still a draft. */
  refused: OpenedSubmission | undefined;
}

/** How far the account's own verification is, with everything that was typed. */
export async function getIdentityVerification(ctx: Context): Promise<IdentityVerificationView> {
  const allowed = authorize(ctx, "espalier:GetIdentityVerification", identityVerificationResource(ctx));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.accountId, accountId));
    const rows = await listSubmissions(tx, accountId, 2);
    const ids = rows.map(({ id }) => id);
    const documents = await tx
      .select()
      .from(identityDocuments)
      .where(and(eq(identityDocuments.accountId, accountId), inArray(identityDocuments.verificationId, ids)));
    const opened: OpenedSubmission[] = [];
    for (const row of rows) opened.push(presentOpened(row, documents, await openFields(tx, row)));
    const [current, previous] = opened;
    const refused = [current, current?.state === "draft" ? previous : undefined].find(
      (one) => one?.state === "rejected",
    );
    return { verification: account?.verification ?? "unverified", current, refused };
  });
}

export interface QueueRow {
  accountId: AccountId;
  id: string;
  accountName: string;
  companyName: string;
  kind: VerificationKind;
  state: "submitted" | "approved" | "rejected";
  submittedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
}

const rowsPerPage = 50;
const queueColumns = {
  accountId: identityVerifications.accountId,
  id: identityVerifications.id,
  accountName: accounts.name,
  companyName: accounts.companyName,
  kind: identityVerifications.kind,
  state: sql<QueueRow["state"]>`${identityVerifications.state}`,
  submittedAt: sql<Date>`${identityVerifications.submittedAt}`.mapWith(identityVerifications.submittedAt),
  decidedAt: identityVerifications.decidedAt,
  decidedBy: identityVerifications.decidedBy,
};

/** Submissions of every account: those that wait oldest first, all others newest first. */
export async function listIdentityVerifications(
  platform: PlatformContext,
  filter: IdentityVerificationFilter,
): Promise<Page<QueueRow>> {
  const allowed = authorizePlatform(platform, "platform:ListIdentityVerifications");
  const cursor = readCursor(filter.cursor);
  const oldestFirst = filter.state === "submitted";
  const descending = oldestFirst === (cursor?.direction === "before");
  const order = descending ? desc : asc;
  const { state } = filter;
  const found = await withPlatformRead(allowed, (tx) =>
    tx
      .select(queueColumns)
      .from(identityVerifications)
      .innerJoin(accounts, eq(accounts.accountId, identityVerifications.accountId))
      .where(
        and(
          state === "all" ? ne(identityVerifications.state, "draft") : eq(identityVerifications.state, state),
          cursor && beyond(cursor, descending),
        ),
      )
      .orderBy(order(identityVerifications.submittedAt), order(identityVerifications.id))
      .limit(rowsPerPage + 1),
  );
  return cutPage(found, rowsPerPage, cursor, ({ submittedAt, id }) => ({ value: submittedAt.toISOString(), id }));
}

function beyond({ value, id }: KeysetCursor, descending: boolean): SQL {
  const moment = Number.isNaN(Date.parse(value)) ? new Date(0) : new Date(value);
  const uuid = /^[0-9a-f-]{36}$/.test(id) ? id : "00000000-0000-0000-0000-000000000000";
  const key = sql`(${identityVerifications.submittedAt}, ${identityVerifications.id})`;
  const place = sql`(${moment.toISOString()}::timestamptz, ${uuid}::uuid)`;
  return descending ? sql`${key} < ${place}` : sql`${key} > ${place}`;
}

/** How many submissions wait for a decision. */
export async function countSubmitted(platform: PlatformContext): Promise<number> {
  const allowed = authorizePlatform(platform, "platform:ListIdentityVerifications");
  const [row] = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ count: sql<number>`count(*)`.mapWith(Number) })
      .from(identityVerifications)
      .where(eq(identityVerifications.state, "submitted")),
  );
  return row?.count ?? 0;
}
