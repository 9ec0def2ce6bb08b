import "server-only";
import { sql } from "drizzle-orm";
import { operators } from "@/db/schema/operators";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { type BrokenInvariant, reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { post } from "@/lib/domain/ledger/steps";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { textArray } from "@/lib/foundation/text-array";
import { withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import type { DeskAccount } from "./operator-queries";
import { listBooksToCheck } from "./queries";

/** How many details a letter holds: the reconciliation page has them all. */
const detailsMax = 20;

/**
 * Adds up anew the books that were not checked this night, and tells every operator of what is not as it must be.
 * Nothing is mended: a difference is an incident, and its rows are the evidence.
 */
export async function checkDueBooks(platform: PlatformContext): Promise<void> {
  authorizePlatform(platform, "platform:ListWallets");
  for (const { accountId, since } of await listBooksToCheck(platform)) {
    try {
      await checkOne(platform, accountId, since);
    } catch (error) {
      logger.error({ err: error, job: "books", accountId }, "an account's books could not be checked");
    }
  }
}

async function checkOne(platform: PlatformContext, accountId: AccountId, since: string): Promise<void> {
  const account = await getAccount(platform, accountId);
  const ctx = enterAccount(platform, account);
  const allowed = authorize(ctx, "espalier:ReconcileLedger", walletResource(ctx));
  const [claim] = await withTransaction(allowed, (tx) =>
    post<{ mine: boolean }>(
      tx,
      sql`select billing.claim_check(${since}::timestamptz, ${allowed.now.toISOString()}) as mine`,
    ),
  );
  if (!claim?.mine) return;
  const broken = await reconcileLedger(ctx);
  const names = textArray([...new Set(broken.map(({ invariant }) => invariant))]);
  await withTransaction(allowed, (tx) => post(tx, sql`select billing.note_check(${names}::text[])`));
  if (broken.length > 0) await tellOperators(platform, account, broken);
}

async function tellOperators(
  platform: PlatformContext,
  { accountId, name: accountName }: Pick<DeskAccount, "accountId" | "name">,
  broken: readonly BrokenInvariant[],
): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const lines = broken.slice(0, detailsMax).map(({ invariant, detail }) => `${invariant}: ${detail}`);
  logger.error({ job: "books", accountId, faults: lines }, "an account's books are not what they must be");
  const params = { accountName, count: String(broken.length), details: lines.join("\n") };
  await withPlatformTransaction(allowed, async (tx) => {
    for (const { email } of await tx.select({ email: operators.email }).from(operators)) {
      await enqueueMessage(tx, { channel: "mail", kind: "books-broken", to: email, locale: "en", params });
    }
    const after = { broken: [...new Set(broken.map(({ invariant }) => invariant))].join(" ") };
    await recordPlatformAudit(tx, allowed, { action: "espalier:ReconcileLedger", resource: accountName, after });
  });
}
