import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import type { TopUpWalletInput } from "./schema";

/** Asks for the proof that crediting needs, before there is a file to lose. Changes nothing. */
export async function openTopUp(
  platform: PlatformContext,
  { accountId }: Pick<TopUpWalletInput, "accountId">,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  requireStepUp(authorize(ctx, "espalier:TopUpWallet", walletResource(ctx)), "wallet");
}
