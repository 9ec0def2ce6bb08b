import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { logger } from "@/lib/foundation/logger";
import { listAccountsToSettle } from "./queries";
import { settleCharges } from "./settle-charges";

/** Settles every account whose turn it is, each in its own transaction. */
export async function settleDue(platform: PlatformContext): Promise<void> {
  authorizePlatform(platform, "platform:ListWallets");
  for (const accountId of await listAccountsToSettle(platform)) {
    try {
      await settleCharges(platform, accountId);
    } catch (error) {
      logger.error({ err: error, job: "settle" }, "an account could not be settled");
    }
  }
}
