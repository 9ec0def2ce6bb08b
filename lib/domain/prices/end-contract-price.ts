import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { EndContractPriceInput } from "./schema";
import { setContractPrice } from "./set-contract-price";

const hourMs = 3_600_000;

/** The account pays the list price again, from the next full hour. What was charged stays as it was. */
export async function endContractPrice(
  platform: PlatformContext,
  { accountId, priceCode }: EndContractPriceInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  authorize(ctx, "espalier:SetContractPrice", walletResource(ctx));
  const validFrom = new Date((Math.floor(platform.now.getTime() / hourMs) + 1) * hourMs);
  await setContractPrice(platform, { accountId, priceCode, validFrom, discount: 0 });
}
