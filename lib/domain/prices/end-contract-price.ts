import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { nextFullHour } from "./rules";
import type { EndContractPriceInput } from "./schema";
import { setContractPrice } from "./set-contract-price";

/** The account pays the list price again, from the next full hour. What was charged stays as it was. */
export async function endContractPrice(
  platform: PlatformContext,
  { accountId, priceCode }: EndContractPriceInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  authorize(ctx, "espalier:SetContractPrice", walletResource(ctx));
  const validFrom = nextFullHour(platform.now);
  await setContractPrice(platform, { accountId, priceCode, validFrom, discount: 0 });
}
