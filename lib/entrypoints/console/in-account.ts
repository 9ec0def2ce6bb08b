import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";

/** The same verb, done by an operator in the account that the form names. */
export function inAccount<I extends object, R>(verb: (ctx: Context, input: I) => Promise<R>) {
  return async (platform: PlatformContext, { accountName, ...input }: I & { accountName: string }): Promise<R> =>
    verb(enterAccount(platform, await getAccountByName(platform, accountName)), input as unknown as I);
}
