import "server-only";
import { servers } from "@/db/schema/servers";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anyServer } from "@/lib/authorization/resources";
import { holdQuotas } from "@/lib/domain/policies/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { countServers } from "./lookups";
import { managerOf, requireRoomForServer, requireServerProof } from "./rules";
import type { RegisterServerInput } from "./schema";

/** Names a server, or several that are set up alike. Until it has a credential and lets somebody in, it can ask nothing. */
export async function registerServer(ctx: Context, input: RegisterServerInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:RegisterServer", anyServer(ctx));
  requireServerProof(allowed);
  const { name, hosts, description } = input;
  const { accountId, now, actor } = allowed;
  const managedBy = managerOf(allowed);
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    await holdQuotas(tx, allowed);
    requireRoomForServer(await countServers(tx, allowed));
    const id = newId(now.getTime());
    const made = await tx
      .insert(servers)
      .values({ accountId, id, name, hosts, description, managedBy, createdBy: actor.name, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: servers.id });
    if (made.length === 0) {
      throw new DomainError("already-exists", "server", { reason: "serverNameTaken", details: { field: "name" } });
    }
    await recordAudit(tx, allowed, {
      action: "espalier:RegisterServer",
      resource: name,
      after: { hosts: hosts.join(" "), managedBy },
    });
  });
}
