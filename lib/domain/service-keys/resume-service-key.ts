import "server-only";
import { eq, sql } from "drizzle-orm";
import { serviceKeys } from "@/db/schema/service-keys";
import { actorKeyOf, type PlatformContext, type RequestFacts, withoutSession } from "@/lib/authorization/context";
import { servicePolicies } from "@/lib/authorization/service-scopes";
import { isCredential } from "@/lib/foundation/credential-format";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { sharedRead } from "@/lib/foundation/gather-by-key";
import { prepareOnce } from "@/lib/foundation/prepare-once";
import { hashToken } from "@/lib/foundation/tokens";
import { askByKey, withPlatformTransaction } from "@/lib/foundation/transaction";

interface RequestOf {
  requestId: string;
  now: Date;
  facts: RequestFacts;
}

export interface ResumedService {
  ctx: PlatformContext;
  scopes: readonly string[];
}

/** How often a key's last use is noted. */
const touchSeconds = 60;

/** Which service the bearer's key stands for, read anew on every request; undefined for a key that is no good. */
export async function resumeServiceKey(token: string, request: RequestOf): Promise<ResumedService | undefined> {
  if (!isCredential("service-key", token)) return undefined;
  const tokenHash = hashToken(token);
  const row = await readKey(tokenHash, () =>
    askByKey("service-key", tokenHash, async (tx) => {
      const [found] = await selectKey(tx, { tokenHash });
      return found;
    }),
  );
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= request.now)) return undefined;
  // Left to be shown and never opened: nobody has it who should.
  if (row.revealSealed && row.revealUntil && row.revealUntil <= request.now) return undefined;
  const { id, name, services, scopes, lastUsedAt } = row;
  const actor = { type: "service", serviceKeyId: id, services, sessionId: null, name } as const;
  const policies = servicePolicies(scopes, services);
  const base = { ...request, ...withoutSession, platform: true } as const;
  const ctx: PlatformContext = { ...base, actor, actorKey: actorKeyOf(actor), policies };
  const unseenMs = lastUsedAt ? request.now.getTime() - lastUsedAt.getTime() : Number.POSITIVE_INFINITY;
  if (unseenMs >= touchSeconds * 1000) await touchServiceKey(ctx, tokenHash);
  return { ctx, scopes };
}

const selectKey = prepareOnce((tx) =>
  tx
    .select()
    .from(serviceKeys)
    .where(eq(serviceKeys.tokenHash, sql.placeholder("tokenHash")))
    .prepare("service-key"),
);

/** After each of the calls came, for all calls of one key that came together. */
const readKey = sharedRead<typeof serviceKeys.$inferSelect | undefined>();

async function touchServiceKey(ctx: PlatformContext, tokenHash: string): Promise<void> {
  await withPlatformTransaction(mintPlatformFence(ctx), (tx) =>
    tx
      .update(serviceKeys)
      .set({ lastUsedAt: ctx.now, lastUsedIp: ctx.facts.ip })
      .where(eq(serviceKeys.tokenHash, tokenHash)),
  );
}
