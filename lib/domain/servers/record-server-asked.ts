import "server-only";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { servers } from "@/db/schema/servers";
import { mintFence } from "@/lib/foundation/fence";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";

interface AskingServer {
  accountId: AccountId;
  id: string;
  lastAskedAt: Date | null;
}

const minuteMs = 60_000;

/** Notes that a server asked, to the minute and forward only: how its page knows that it is set up. Nobody waits for it. */
export async function recordServerAsked(server: AskingServer, { now, ip }: { now: Date; ip: string }): Promise<void> {
  const { accountId, id, lastAskedAt } = server;
  const minute = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs);
  if (lastAskedAt && lastAskedAt >= minute) return;
  const scope = { kind: "account" } as const;
  const fence = mintFence({ accountId, scope, actorKey: `server:${id}`, authorityEpoch: null });
  await withTransaction(fence, (tx) =>
    tx
      .update(servers)
      .set({ lastAskedAt: minute, lastAskedFrom: ip })
      .where(
        and(
          eq(servers.accountId, accountId),
          eq(servers.id, id),
          or(isNull(servers.lastAskedAt), lt(servers.lastAskedAt, minute)),
        ),
      ),
  );
}
