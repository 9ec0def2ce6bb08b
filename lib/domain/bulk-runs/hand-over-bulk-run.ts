import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { loginProfiles } from "@/db/schema/login-profiles";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { storeReveal } from "@/lib/domain/sessions/reveal-steps";
import { insertClaimLinks } from "@/lib/domain/sub-accounts/hand-over-steps";
import type { Kit } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { takeKits } from "./kit-steps";
import { getRun } from "./lookups";

export interface HandedOver extends Kit {
  name: string;
}

/**
 * What was made for everybody of a run, and fresh claim links for whoever has yet to set a password: they are in this
 * one answer and nowhere else, and the links of an earlier hand-over die. `leave` keeps them sealed for the page of this same request. Throws `invalid-state` where nobody waits for one.
 */
export async function handOverBulkRun(
  ctx: Context,
  { id, leave = false }: { id: string; leave?: boolean },
): Promise<HandedOver[]> {
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", anySubAccount(ctx));
  return withTransaction(allowed, async (tx) => {
    const run = await getRun(tx, allowed, id);
    const people = run.kind === "create" || run.kind === "reset" ? await waitingFor(tx, allowed, id) : [];
    if (run.params.accessKeys) authorize(ctx, "ram:CreateAccessKey", anySubAccount(ctx));
    const kits = await takeKits(tx, allowed, id);
    if (people.length + kits.size === 0) {
      throw new DomainError("invalid-state", "bulk-run", { reason: "bulkNobodyWaits" });
    }
    const ids = people.map((person) => person.id);
    const tokens = ids.length > 0 ? await insertClaimLinks(tx, allowed, ids) : [];
    await recordAudit(tx, allowed, {
      action: "ram:UpdateLoginProfile",
      resource: id,
      after: { claimLinks: people.length, kits: kits.size },
    });
    for (const [at, { name }] of people.entries()) kits.set(name, { ...kits.get(name), token: tokens[at] });
    const handed = [...kits].map(([name, kit]) => ({ name, ...kit }));
    if (leave) await storeReveal(tx, allowed, { purpose: "claim-links", subject: id }, JSON.stringify(handed));
    return handed;
  });
}

/** What was left sealed for the page. */
export function readHandedOver(text: string): HandedOver[] {
  return JSON.parse(text) as HandedOver[];
}

function waitingFor(tx: Tx, { accountId }: Allowed, runId: string) {
  return tx
    .select({ id: subAccounts.id, name: subAccounts.name })
    .from(bulkRows)
    .innerJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, bulkRows.name)))
    .innerJoin(
      loginProfiles,
      and(eq(loginProfiles.accountId, accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
    )
    .where(
      and(
        eq(bulkRows.accountId, accountId),
        eq(bulkRows.runId, runId),
        eq(bulkRows.state, "done"),
        eq(subAccounts.state, "active"),
        isNull(loginProfiles.passwordHash),
      ),
    )
    .orderBy(asc(bulkRows.position));
}
