import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
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
