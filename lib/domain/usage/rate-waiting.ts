import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { listAccountsToRate } from "./queries";
import { rateAccount } from "./rate-account";
import { firstPace, paceAfter, slower } from "./rules";

/** What this process has learned of its machine. */
let pace = firstPace();

/**
 * Every account's usage that waits, each in its own transactions: trouble of one account keeps no other waiting.
 * Returns the accounts that were charged.
 */
export async function rateWaiting(platform: PlatformContext): Promise<AccountId[]> {
  authorizePlatform(platform, "platform:ListUsage");
  const accounts = await listAccountsToRate(platform);
  for (const accountId of accounts) {
    try {
      for (let taken = 1; taken > 0; ) {
        const startedAt = performance.now();
        taken = await rateAccount(platform, accountId, pace);
        pace = paceAfter(pace, taken, performance.now() - startedAt);
      }
    } catch (error) {
      pace = slower(pace);
      // Another worker holds the books, or was faster: its charges are as good as ours.
      if (error instanceof DomainError && ["unavailable", "conflict"].includes(error.code)) continue;
      logger.error({ err: error, job: "rate" }, "an account could not be rated");
    }
  }
  return accounts;
}
