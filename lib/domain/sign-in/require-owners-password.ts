import "server-only";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { requireGoodPassword } from "./require-good-password";
import { requireUnusedPassword } from "./require-unused-password";

/** Throws `invalid-input` on field `password` for what its owner, whoever that is, may not choose as a new one. */
export async function requireOwnersPassword(
  allowed: Allowed,
  owner: { name: string; subAccountId: SubAccountId | null },
  password: string,
): Promise<void> {
  const { alias, name, companyName, passwordPolicy } = allowed.account;
  const words = [alias, name, companyName, owner.name];
  if (owner.subAccountId === null) return requireGoodPassword(password, words);
  requireGoodPassword(password, words, { passwordPolicy, userName: owner.name });
  await requireUnusedPassword(allowed, owner.name, password);
}
