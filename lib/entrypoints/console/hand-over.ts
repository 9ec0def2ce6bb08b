import "server-only";
import type { Context } from "@/lib/authorization/context";
import type { RevealKey } from "@/lib/domain/sessions/reveal-rules";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import type { HandOver } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { signInLink } from "./sign-in-link";

export const passwordOf = (subject: string): RevealKey => ({ purpose: "sub-account-password", subject });

/** The page's card and the file say the same. Own access keys are off until the account can allow them. */
export function handOverOf({ account }: Context, person: SubAccountView, password: string): HandOver {
  return {
    signInLink: signInLink(account),
    alias: account.alias,
    fullName: `${account.name}#${person.name}`,
    name: person.name,
    password,
    consoleSignIn: person.consoleSignIn,
    ownAccessKeys: false,
  };
}
