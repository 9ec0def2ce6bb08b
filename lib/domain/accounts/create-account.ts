import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { requireGoodPassword } from "@/lib/domain/sign-in/require-good-password";
import { type AccountId, newAccountId } from "@/lib/foundation/ids";
import type { CreateAccountInput } from "./schema";
import { approveAtOnce, openAccount } from "./steps";

/** An account made by the platform itself, approved at once where the operator vouches for it. */
export async function createAccount(
  platform: PlatformContext,
  input: CreateAccountInput,
): Promise<{ accountId: AccountId; uid: string }> {
  authorizePlatform(platform, "platform:CreateAccount");
  const { name, companyName, email, phone, password, approved } = input;
  requireGoodPassword(password, [name, companyName]);
  const passwordHash = await hashPassword(password);
  const accountId = newAccountId();
  const account = { accountId, name, companyName, email, phone, passwordHash, locale: "en" };
  const { account: facts } = await openAccount(platform, account, approved ? approveAtOnce : undefined);
  return { accountId, uid: facts.uid };
}
