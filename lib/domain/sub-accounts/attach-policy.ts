import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { systemPolicies } from "@/lib/authorization/system-policies";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";

/** Gives a sub-account a system policy; decisions made before it are made again. */
export async function attachPolicy(ctx: Context, { name, policyName }: { name: string; policyName: string }) {
  const allowed = authorize(ctx, "ram:AttachPolicyToUser", subAccountResource(ctx, name));
  if (!systemPolicies().has(policyName)) throw new DomainError("not-found", "policy");
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const [person] = await tx
      .select({ id: subAccounts.id })
      .from(subAccounts)
      .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)));
    if (!person) throw new DomainError("not-found", "sub-account");
    await tx.insert(policyAttachments).values({ accountId, subAccountId: person.id, policyName }).onConflictDoNothing();
    await tx
      .update(accounts)
      .set({ authorityEpoch: sql`${accounts.authorityEpoch} + 1` })
      .where(eq(accounts.accountId, accountId));
    await recordAudit(tx, allowed, {
      action: "ram:AttachPolicyToUser",
      resource: name,
      subAccountId: person.id,
      after: { policyName },
    });
  });
}
