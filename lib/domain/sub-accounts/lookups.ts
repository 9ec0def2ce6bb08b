import "server-only";
import { and, eq } from "drizzle-orm";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { byName } from "./list-conditions";

/** The sub-account's row, held until the transaction ends. Throws `not-found`. */
export async function lockSubAccount(tx: Tx, allowed: Allowed, name: string) {
  const [person] = await tx
    .select()
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, allowed.accountId), eq(byName, name)))
    .for("update");
  if (!person) throw new DomainError("not-found", "sub-account");
  return person;
}

/** The id behind a name that is or was a sub-account's: money outlives it. Throws `not-found`. */
export async function findBilledSubAccount(tx: Tx, { accountId }: Allowed, name: string): Promise<SubAccountId> {
  const [row] = await tx
    .select({ id: reservedNames.subAccountId })
    .from(reservedNames)
    .where(and(eq(reservedNames.accountId, accountId), eq(reservedNames.name, name)));
  if (!row?.id) {
    throw new DomainError("not-found", "sub-account", {
      reason: "unknownSubAccount",
      details: { field: "subAccountName" },
    });
  }
  return row.id;
}
