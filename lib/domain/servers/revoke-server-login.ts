import "server-only";
import { and, eq } from "drizzle-orm";
import { serverGrants } from "@/db/schema/server-grants";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockServer } from "./lookups";
import { requireOperatorProof } from "./rules";
import type { RevokeServerLoginInput } from "./schema";

/** Takes a login away again: the next one finds no line. Asks no proof: it can be given anew. */
export async function revokeServerLogin(ctx: Context, { name, id }: RevokeServerLoginInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:RevokeServerLogin", serverResource(ctx, name));
  requireOperatorProof(allowed);
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const server = await lockServer(tx, allowed, name);
    const [gone] = await tx
      .delete(serverGrants)
      .where(and(eq(serverGrants.accountId, accountId), eq(serverGrants.serverId, server.id), eq(serverGrants.id, id)))
      .returning();
    if (!gone) throw new DomainError("not-found", "server-login");
    await recordAudit(tx, allowed, {
      action: "espalier:RevokeServerLogin",
      resource: name,
      subAccountId: gone.subAccountId,
      before: { login: gone.login, networks: gone.networks.join(" ") },
    });
  });
}
