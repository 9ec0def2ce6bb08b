import "server-only";
import { sql } from "drizzle-orm";
import { serverCredentials } from "@/db/schema/server-credentials";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { serverResource } from "@/lib/authorization/resources";
import { newCredential } from "@/lib/foundation/credential-format";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { hashToken } from "@/lib/foundation/tokens";
import { withTransaction } from "@/lib/foundation/transaction";
import { livingCredentials, lockServer } from "./lookups";
import { endsAfter, requireServerProof } from "./rules";
import type { IssueServerCredentialInput } from "./schema";
import { endOthers } from "./steps";

/**
 * A server's credential, in the answer and nowhere else in clear. The ones before it work until the grace is over, so
 * that every server of a group can be given the new one.
 */
export async function issueServerCredential(
  ctx: Context,
  input: IssueServerCredentialInput,
): Promise<{ credential: string }> {
  const { name, graceHours } = input;
  const allowed = authorize(ctx, "espalier:IssueServerCredential", serverResource(ctx, name));
  requireServerProof(allowed);
  const { accountId, now, actor } = allowed;
  const credential = newCredential("server");
  const tokenHash = hashToken(credential);
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const server = await lockServer(tx, allowed, name);
    const living = await livingCredentials(tx, allowed, server.id);
    await endOthers(tx, allowed, living, endsAfter(graceHours, now));
    const lastFour = credential.slice(-4);
    await tx.insert(serverCredentials).values({
      ...{ accountId, id: newId(now.getTime()), serverId: server.id, tokenHash, lastFour },
      ...{ createdBy: actor.name, createdAt: now },
    });
    await tx.execute(sql`select auth.register_key('server', ${tokenHash}, null)`);
    await recordAudit(tx, allowed, {
      action: "espalier:IssueServerCredential",
      resource: name,
      after: { lastFour, replaced: living.length, graceHours },
    });
  });
  return { credential };
}
