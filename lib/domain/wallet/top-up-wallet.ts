import "server-only";
import { and, eq, not, type SQL } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { topUpEvidence } from "@/db/schema/top-up-evidence";
import { topUps } from "@/db/schema/top-ups";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { InspectedDocument } from "@/lib/domain/identity-verification/inspect-document";
import { inspectFile, keepSealedDocument } from "@/lib/domain/identity-verification/keep-sealed-document";
import { postTopUp } from "@/lib/domain/ledger/steps";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import { type Tx, withPlatformRead, withTransaction } from "@/lib/foundation/transaction";
import type { TopUpWalletInput } from "./schema";

export interface ToppedUp {
  topUpId: string;
  /** The reference was credited before, with this amount: nothing was changed. */
  repeated: boolean;
}

/**
 * Credits an account's wallet. The reference is the key: told again with the same amount it answers with the first
 * top-up, and keeps evidence where there was none yet; with another amount it throws `already-exists`. Throws
 * `invalid-input` on `evidence` for what is not a whole PDF, JPEG or PNG, and `already-exists` for a file that another
 * top-up has, of whichever account, unless `again` says that it is meant.
 */
export async function topUpWallet(platform: PlatformContext, input: TopUpWalletInput): Promise<ToppedUp> {
  const ctx = enterAccount(platform, await getAccount(platform, input.accountId));
  const allowed = authorize(ctx, "espalier:TopUpWallet", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const { evidence } = input;
  if (!evidence) return withTransaction(allowed, (tx) => credit(tx, allowed, input));
  const keeping = authorize(ctx, "espalier:KeepTopUpEvidence", walletResource(ctx));
  const document = await inspectFile("top-up", "evidence", evidence);
  if (!input.again) await requireUnusedEvidence(platform, input, document.sha256);
  return keepSealedDocument(keeping, "top-up-evidence", document, (storedAs) =>
    withTransaction(allowed, async (tx) => {
      const result = await credit(tx, allowed, input);
      const kept = await keepEvidence(tx, keeping, { ...result, fileName: evidence.name, storedAs, document });
      return { kept, result };
    }),
  );
}

async function credit(tx: Tx, allowed: Allowed, { amount, reference, note }: TopUpWalletInput): Promise<ToppedUp> {
  const topUp = { id: newId(), amount, reference, note, by: allowed.actor.name, now: allowed.now };
  const { id, repeated } = await postTopUp(tx, topUp);
  if (!repeated) {
    const after = { amount: writeMicros(amount), reference };
    await recordAudit(tx, allowed, { action: "espalier:TopUpWallet", resource: id, after });
  }
  return { topUpId: id, repeated };
}

/** Of another top-up, of this account or of any other. */
async function requireUnusedEvidence(
  platform: PlatformContext,
  { accountId, reference }: TopUpWalletInput,
  sha256: string,
): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const [other] = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ reference: topUps.reference, account: accounts.name })
      .from(topUpEvidence)
      .innerJoin(topUps, and(eq(topUps.accountId, topUpEvidence.accountId), eq(topUps.id, topUpEvidence.topUpId)))
      .innerJoin(accounts, eq(accounts.accountId, topUps.accountId))
      .where(
        and(
          eq(topUpEvidence.sha256, sha256),
          not(and(eq(topUps.accountId, accountId), eq(topUps.reference, reference)) as SQL),
        ),
      )
      .limit(1),
  );
  if (!other) return;
  throw new DomainError("already-exists", "evidence", {
    reason: "evidenceUsed",
    details: { field: "evidence", ...other },
  });
}

interface Evidence {
  topUpId: string;
  fileName: string;
  storedAs: string;
  document: InspectedDocument;
}

/** False where the top-up has evidence already: the first stands. */
async function keepEvidence(
  tx: Tx,
  allowed: Allowed,
  { topUpId, fileName, storedAs, document }: Evidence,
): Promise<boolean> {
  const { mediaType, sha256, bytes } = document;
  const { accountId, now, actor } = allowed;
  const sizeBytes = bytes.length;
  const facts = { fileName, mediaType, sizeBytes, sha256, storedAs, keptBy: actor.name, createdAt: now };
  const [kept] = await tx
    .insert(topUpEvidence)
    .values({ accountId, topUpId, ...facts })
    .onConflictDoNothing()
    .returning({ topUpId: topUpEvidence.topUpId });
  if (!kept) return false;
  await recordAudit(tx, allowed, {
    action: "espalier:KeepTopUpEvidence",
    resource: topUpId,
    after: { mediaType, sizeBytes },
  });
  return true;
}
