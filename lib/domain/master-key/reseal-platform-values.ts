import "server-only";
import { and, isNotNull, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { operatorChallenges } from "@/db/schema/operator-challenges";
import { operatorSecondFactors } from "@/db/schema/operator-second-factors";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { serviceKeys } from "@/db/schema/service-keys";
import { serviceEndpoints } from "@/db/schema/webhooks";
import type { PlatformAllowed } from "@/lib/authorization/authorize";
import { resealForPlatform } from "@/lib/foundation/data-keys";
import { currentKek } from "@/lib/foundation/key-ring";
import { type Tx, withPlatformTransaction } from "@/lib/foundation/transaction";

interface Sealed {
  table: PgTable & { id: PgColumn };
  column: PgColumn;
  purpose: string;
}

/** Everything that the master key seals itself, since no account's data key could. */
const sealed: readonly Sealed[] = [
  { table: outboxMessages, column: outboxMessages.sealedContent, purpose: "outbox" },
  { table: operatorSecondFactors, column: operatorSecondFactors.sealedSeed, purpose: "second-factor" },
  { table: operatorChallenges, column: operatorChallenges.sealedValues, purpose: "challenge" },
  { table: serviceKeys, column: serviceKeys.revealSealed, purpose: "service-key" },
  { table: serviceEndpoints, column: serviceEndpoints.secretSealed, purpose: "webhook" },
  { table: serviceEndpoints, column: serviceEndpoints.formerSecretSealed, purpose: "webhook" },
];

const batchSize = 200;

/** Seals by the newest master key what an older one had sealed, a batch a transaction. Returns how many values. */
export async function resealPlatformValues(allowed: PlatformAllowed): Promise<number> {
  let done = 0;
  for (const one of sealed) {
    for (;;) {
      const changed = await withPlatformTransaction(allowed, (tx) => resealBatch(tx, one));
      done += changed;
      if (changed < batchSize) break;
    }
  }
  return done;
}

async function resealBatch(tx: Tx, { table, column, purpose }: Sealed): Promise<number> {
  // Sealed values begin with their version, the length of the key's name, and its name: secret-box.ts.
  const ofNewest = sql`substring(${column} from 4 for 8) = ${Buffer.from(currentKek().id)}`;
  const rows = await tx
    .select({ id: table.id, value: column })
    .from(table)
    .where(and(isNotNull(column), sql`not (${ofNewest})`))
    .limit(batchSize)
    .for("update");
  for (const { id, value } of rows) {
    const again = resealForPlatform(purpose, String(id), value as Uint8Array);
    await tx.execute(
      sql`update ${table} set ${sql.identifier(column.name)} = ${again} where ${sql.identifier(table.id.name)} = ${id}`,
    );
  }
  return rows.length;
}
