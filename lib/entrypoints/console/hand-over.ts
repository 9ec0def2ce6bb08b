import "server-only";
import type { Context } from "@/lib/authorization/context";
import type { HandedOver } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { findReveal, type RevealState } from "@/lib/domain/sessions/reveal-queries";
import type { RevealKey } from "@/lib/domain/sessions/reveal-rules";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import type { HandOver } from "@/lib/domain/sub-accounts/write-hand-over-file";
import { env } from "@/lib/foundation/env";
import { paths } from "./paths";
import { signInLink } from "./sign-in-link";

export type HandOverKey = RevealKey & { purpose: "sub-account-password" | "claim-link" };

/** What may wait for one person: a password, or a claim link instead of it. */
const waitingFor = (subject: string): HandOverKey[] => [
  { purpose: "sub-account-password", subject },
  { purpose: "claim-link", subject },
];

/** The one of them that was made last in this session: each replaces the other. */
export async function findHandOver(ctx: Context, name: string): Promise<RevealState & { key: HandOverKey }> {
  const states = await Promise.all(waitingFor(name).map(async (key) => ({ key, ...(await findReveal(ctx, key)) })));
  const [password, link] = states as [(typeof states)[0], (typeof states)[0]];
  return link.state === "none" || (password.at ?? 0) > (link.at ?? 0) ? password : link;
}

/** As it is handed over: complete with scheme and host. */
function claimAddress(token: string): string {
  return `${env().origin}${paths.claim(token)}`;
}

/** The same for a batch: claim links of people who may sign in and have yet to set a password. */
export function handOverOfMany(ctx: Context, people: readonly HandedOver[]): HandOver[] {
  return people.map(({ name, token }) =>
    handOverOf(ctx, { name, consoleSignIn: true }, { key: { purpose: "claim-link", subject: name }, text: token }),
  );
}

/** The page's card and the file say the same. */
export function handOverOf(
  { account }: Pick<Context, "account">,
  person: Pick<SubAccountView, "name" | "consoleSignIn">,
  secret: { key: RevealKey; text: string } | undefined,
): HandOver {
  return {
    signInLink: signInLink(account),
    alias: account.alias,
    fullName: `${account.name}#${person.name}`,
    name: person.name,
    password: secret?.key.purpose === "sub-account-password" ? secret.text : "",
    claimLink: secret?.key.purpose === "claim-link" ? claimAddress(secret.text) : "",
    consoleSignIn: person.consoleSignIn,
    ownAccessKeys: account.preference.allowUserToManageAccessKeys,
  };
}
