import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema/idempotency-keys";
import { DomainError } from "./errors";
import type { Fence } from "./fence";
import type { Tx } from "./transaction";

/** The same form or call came again and its effect stands: not an error, the answer is the first one's. */
export class AlreadyDone extends Error {
  override readonly name = "AlreadyDone";
}

/**
 * Makes the transaction's effect happen once per key: the row commits with the effect or not at all. Throws
 * `AlreadyDone` for the same key and input, `conflict` for the same key with other input. A second call while the first
 * is under way waits for it.
 */
export async function claimOnce(
  tx: Tx,
  { accountId, actorKey, idempotencyKey: key }: Fence & { idempotencyKey: string | null },
  input: unknown,
): Promise<void> {
  if (key === null) return;
  const fingerprint = createHash("sha256").update(JSON.stringify(input)).digest("hex");
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({ accountId, principal: actorKey, key, fingerprint })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed.length > 0) return;
  const [first] = await tx
    .select({ fingerprint: idempotencyKeys.fingerprint })
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.accountId, accountId),
        eq(idempotencyKeys.principal, actorKey),
        eq(idempotencyKeys.key, key),
      ),
    );
  if (first?.fingerprint === fingerprint) throw new AlreadyDone("this was done before");
  throw new DomainError("conflict", "request", { reason: "idempotencyKeyReused" });
}
