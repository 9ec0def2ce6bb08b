import "server-only";
import { and, eq } from "drizzle-orm";
import { servers } from "@/db/schema/servers";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockServer } from "./lookups";
import { requireOperatorProof } from "./rules";
import type { UpdateServerInput } from "./schema";

/** Says anew where a server is and what it is for; its name stays, for the log and the policies that name it. */
export async function updateServer(ctx: Context, input: UpdateServerInput): Promise<void> {
  const { name, hosts, description } = input;
  const allowed = authorize(ctx, "espalier:UpdateServer", serverResource(ctx, name));
  requireOperatorProof(allowed);
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const before = await lockServer(tx, allowed, name);
    await tx
      .update(servers)
      .set({ hosts, description })
      .where(and(eq(servers.accountId, allowed.accountId), eq(servers.id, before.id)));
    await recordAudit(tx, allowed, {
      action: "espalier:UpdateServer",
      resource: name,
      before: { hosts: before.hosts.join(" ") },
      after: { hosts: hosts.join(" ") },
    });
  });
}
