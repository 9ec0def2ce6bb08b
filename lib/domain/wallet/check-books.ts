import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccount } from "@/lib/domain/accounts/queries";
import { type BrokenInvariant, reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { listBooks } from "./queries";

export interface CheckedBooks {
  accounts: number;
  broken: (BrokenInvariant & { accountName: string })[];
}

/** Adds up every account's books anew, one after the other. */
export async function checkBooks(platform: PlatformContext): Promise<CheckedBooks> {
  authorizePlatform(platform, "platform:ListWallets");
  const accounts = await listBooks(platform);
  const broken: CheckedBooks["broken"] = [];
  for (const accountId of accounts) {
    const account = await getAccount(platform, accountId);
    for (const one of await reconcileLedger(enterAccount(platform, account))) {
      broken.push({ accountName: account.name, ...one });
    }
  }
  return { accounts: accounts.length, broken };
}
