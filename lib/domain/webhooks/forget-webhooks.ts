import "server-only";
import { and, eq, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { webhookDeliveries, webhookEvents } from "@/db/schema/webhooks";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { webhooksResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { deletePiece } from "@/lib/foundation/delete-piece";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead, withTransaction } from "@/lib/foundation/transaction";

const dayMs = 86_400_000;
const batch = 1_000;
const accountsPerRound = 1_000;
/** What a receiver never took is kept longer, for somebody who may still send it again. */
const deadDaysFactor = 3;

/**
 * Forgets events with their deliveries: those that every receiver took after `keptDays`, and those that one never took
 * after three times as long. What still waits stays. In pieces, so that nobody waits for it.
 */
export async function forgetWebhooks(platform: PlatformContext, { keptDays }: { keptDays: number }): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:SweepWebhooks");
  const daysAgo = (days: number) => new Date(allowed.now.getTime() - days * dayMs);
  const [taken, any] = [daysAgo(keptDays), daysAgo(keptDays * deadDaysFactor)];
  const owners = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: accounts.accountId })
      .from(accounts)
      .where(
        sql`exists (select from ${webhookEvents} where ${and(eq(webhookEvents.accountId, accounts.accountId), isOver(taken, any))})`,
      )
      .limit(accountsPerRound),
  );
  for (const { accountId } of owners) await forgetOf(platform, accountId, { taken, any });
}

async function forgetOf(platform: PlatformContext, accountId: AccountId, before: { taken: Date; any: Date }) {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SweepWebhooks", webhooksResource(ctx));
  const over = and(eq(webhookEvents.accountId, accountId), isOver(before.taken, before.any));
  let gone = batch;
  while (gone === batch) {
    gone = await withTransaction(allowed, (tx) => deletePiece(tx, webhookEvents, over, batch));
  }
}

/** Handed out, and taken by all before one moment, or given up before another. */
function isOver(taken: Date, any: Date) {
  const holdsOne = (states: readonly ("waiting" | "dead")[]) =>
    sql`select from ${webhookDeliveries} where ${and(
      eq(webhookDeliveries.accountId, webhookEvents.accountId),
      eq(webhookDeliveries.eventId, webhookEvents.id),
      inArray(webhookDeliveries.state, states),
    )}`;
  return and(
    isNotNull(webhookEvents.handedOutAt),
    lt(webhookEvents.occurredAt, taken),
    sql`not exists (${holdsOne(["waiting"])})`,
    or(lt(webhookEvents.occurredAt, any), sql`not exists (${holdsOne(["dead"])})`),
  );
}
