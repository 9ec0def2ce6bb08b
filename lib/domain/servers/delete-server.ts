import "server-only";
import { and, eq } from "drizzle-orm";
import { serverGrants } from "@/db/schema/server-grants";
import { servers } from "@/db/schema/servers";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { invalidField } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockServer } from "./lookups";
import { requireServerProof } from "./rules";
import type { DeleteServerInput } from "./schema";
import { dropCredentials } from "./steps";

/** Forgets a server, its credentials and who may log in to it: nobody gets in by us any more. */
export async function deleteServer(ctx: Context, input: DeleteServerInput): Promise<void> {
  const { name, typedName } = input;
  const allowed = authorize(ctx, "espalier:DeleteServer", serverResource(ctx, name));
  if (typedName !== name) throw invalidField("server", "typedName", "nameMismatch");
  requireServerProof(allowed);
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { name });
    const { id, hosts } = await lockServer(tx, allowed, name);
    await dropCredentials(tx, allowed, id);
    await tx.delete(serverGrants).where(and(eq(serverGrants.accountId, accountId), eq(serverGrants.serverId, id)));
    await tx.delete(servers).where(and(eq(servers.accountId, accountId), eq(servers.id, id)));
    await recordAudit(tx, allowed, {
      action: "espalier:DeleteServer",
      resource: name,
      before: { hosts: hosts.join(" ") },
    });
  });
}
