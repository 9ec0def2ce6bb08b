import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { recordAudit, recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { rewrapDataKeys } from "@/lib/foundation/data-keys";
import type { AccountId } from "@/lib/foundation/ids";
import { addKek, currentKek, ringSeconds } from "@/lib/foundation/key-ring";
import { withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import { accountsWrappedByOlder } from "./queries";

export interface MasterKeyRotation {
  /** The key that wraps from now on, by its name; never the key. */
  kekId: string;
  accounts: number;
}

/**
 * Adds a key-encryption key and wraps every account's data keys by it, while calls go on: processes open what either
 * has wrapped. Ends when the older keys wrap no data key any more, also none of an account that was made meanwhile by a
 * process that had not heard of the new one. Interrupted, it is run again and adds no further key until it is done.
 */
export async function rotateMasterKey(
  platform: PlatformContext,
  { settleMs = 2 * ringSeconds * 1000 }: { settleMs?: number } = {},
): Promise<MasterKeyRotation> {
  const allowed = authorizePlatform(platform, "platform:RotateMasterKey");
  if ((await accountsWrappedByOlder(platform)).length === 0) {
    const { id } = addKek();
    await withPlatformTransaction(allowed, (tx) =>
      recordPlatformAudit(tx, allowed, { action: "platform:RotateMasterKey", resource: id, after: { kekId: id } }),
    );
  }
  let accounts = await rewrapAll(platform);
  await sleep(settleMs);
  accounts += await rewrapAll(platform);
  return { kekId: currentKek().id, accounts };
}

async function rewrapAll(platform: PlatformContext): Promise<number> {
  let done = 0;
  for (;;) {
    const batch = await accountsWrappedByOlder(platform);
    if (batch.length === 0) return done;
    for (const accountId of batch) await rewrapAccount(platform, accountId);
    done += batch.length;
  }
}

async function rewrapAccount(platform: PlatformContext, accountId: AccountId): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:RewrapDataKeys", accountSettingsResource(ctx));
  await withTransaction(allowed, async (tx) => {
    const count = await rewrapDataKeys(tx, accountId);
    await recordAudit(tx, allowed, {
      action: "espalier:RewrapDataKeys",
      resource: "data-keys",
      after: { count, kekId: currentKek().id },
    });
  });
}
