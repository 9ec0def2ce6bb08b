import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { type Advanced, advancePeriods } from "./advance-periods";

/** A request is not kept waiting for longer. */
const withinMs = 20_000;

/** What the worker does every ten minutes, now: closes the months that are due and ready, and says which were not. */
export async function closeDuePeriods(platform: PlatformContext): Promise<Advanced> {
  authorizePlatform(platform, "platform:ListWallets");
  return advancePeriods(platform, { withinMs });
}
