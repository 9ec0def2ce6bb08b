import "server-only";
import type { Context } from "@/lib/authorization/context";
import type { HandedOver } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { findReveal, type RevealState } from "@/lib/domain/sessions/reveal-queries";
import type { RevealKey } from "@/lib/domain/sessions/reveal-rules";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import type { HandOver, Kit } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { env } from "@/lib/foundation/env";
import { paths } from "./paths";
import { signInLink } from "./sign-in-link";

export type HandOverKey = RevealKey & { purpose: "sub-account-password" | "claim-link" | "sub-account-kit" };

/** What may wait for one person: a password, a claim link instead of it, or either of them with an AccessKey. */
const waitingFor = (subject: string): HandOverKey[] => [
  { purpose: "sub-account-password", subject },
  { purpose: "claim-link", subject },
  { purpose: "sub-account-kit", subject },
];

/** The one of them that was made last in this session: each replaces the other. */
export async function findHandOver(ctx: Context, name: string): Promise<RevealState & { key: HandOverKey }> {
  const states = await Promise.all(waitingFor(name).map(async (key) => ({ key, ...(await findReveal(ctx, key)) })));
  return states.reduce((newest, one) => ((one.at ?? 0) > (newest.at ?? 0) ? one : newest));
}

/** As it is handed over: complete with scheme and host. */
function claimAddress(token: string): string {
  return `${env().origin}${paths.claim(token)}`;
}

/** The same for a batch. */
export function handOverOfMany(ctx: Context, people: readonly HandedOver[]): HandOver[] {
  return people.map(({ name, ...kit }) => handOverOf(ctx, { name, consoleSignIn: true }, kit));
}

/** What was claimed, whichever of the three it is. */
export function kitOf({ purpose }: HandOverKey, text: string): Kit {
  if (purpose === "sub-account-kit") return JSON.parse(text) as Kit;
  return purpose === "claim-link" ? { token: text } : { password: text };
}

/** The page's card and the file say the same. */
export function handOverOf(
  { account }: Pick<Context, "account">,
  person: Pick<SubAccountView, "name" | "consoleSignIn">,
  { password = "", token, accessKeyId = "", accessKeySecret = "" }: Kit = {},
): HandOver {
  return {
    signInLink: signInLink(account),
    alias: account.alias,
    fullName: `${account.name}#${person.name}`,
    name: person.name,
    ...{ password, claimLink: token ? claimAddress(token) : "", accessKeyId, accessKeySecret },
    consoleSignIn: person.consoleSignIn,
    ownAccessKeys: account.preference.allowUserToManageAccessKeys,
  };
}
