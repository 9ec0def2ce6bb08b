import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { checkPassword } from "./check-password";
import { hashPassword, needsRehash } from "./hash-password";
import { openForPrincipal, type SignedIn } from "./open-for-principal";
import type { SignInInput } from "./schema";

/** Opens a session for whoever knows the password, and ends the one the browser came with. */
export async function signIn(stranger: PlatformContext, input: SignInInput): Promise<SignedIn> {
  const principal = await checkPassword(stranger, input);
  const rehashed = needsRehash(principal.passwordHash ?? "") ? await hashPassword(input.password) : undefined;
  return openForPrincipal(stranger, principal, { ...input, rehashed });
}
