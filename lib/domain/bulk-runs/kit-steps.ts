import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Made } from "@/lib/domain/sub-accounts/hand-over-steps";
import type { Kit } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { openWith, readWrappedKeys, sealForAccount, unwrapWhenAsked } from "@/lib/foundation/data-keys";
import type { AccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";

interface Place {
  runId: string;
  position: number;
}

const sealedFor = (accountId: AccountId, { runId, position }: Place) =>
  ({ accountId, purpose: "bulk-kit", row: `${runId}|${position}` }) as const;

/** Keeps what was made for a person sealed with its row, in the transaction that made it, until it is handed over. */
export async function keepKit(
  tx: Tx,
  { accountId }: Allowed,
  place: Place,
  { profile, accessKey }: Made,
): Promise<void> {
  const password = profile?.password;
  if (password === undefined && !accessKey) return;
  const kit: Kit = { password, ...(accessKey && { accessKeyId: accessKey.id, accessKeySecret: accessKey.secret }) };
  const sealedKit = await sealForAccount(tx, sealedFor(accountId, place), JSON.stringify(kit));
  await tx
    .update(bulkRows)
    .set({ sealedKit })
    .where(
      and(eq(bulkRows.accountId, accountId), eq(bulkRows.runId, place.runId), eq(bulkRows.position, place.position)),
    );
}

/** Every kit of a run that was not handed over yet, by name: opened, and erased in this transaction. */
export async function takeKits(tx: Tx, { accountId }: Allowed, runId: string): Promise<Map<string, Kit>> {
  const waiting = and(eq(bulkRows.accountId, accountId), eq(bulkRows.runId, runId), isNotNull(bulkRows.sealedKit));
  const rows = await tx
    .select({ position: bulkRows.position, name: bulkRows.name, sealedKit: bulkRows.sealedKit })
    .from(bulkRows)
    .where(waiting)
    .orderBy(asc(bulkRows.position))
    .for("update");
  if (rows.length === 0) return new Map();
  await tx.update(bulkRows).set({ sealedKit: null }).where(waiting);
  const findKey = unwrapWhenAsked(await readWrappedKeys(tx, accountId));
  return new Map(
    rows.map(({ position, name, sealedKit }) => [
      name,
      JSON.parse(
        openWith(findKey, sealedFor(accountId, { runId, position }), sealedKit ?? Buffer.of()).toString("utf8"),
      ) as Kit,
    ]),
  );
}
