import type { Context, PlatformContext } from "@/lib/authorization/context";
import { beginPasskey } from "@/lib/domain/second-factors/begin-passkey";
import { bindPasskey } from "@/lib/domain/second-factors/bind-passkey";
import { BindPasskeyForm } from "@/lib/domain/second-factors/schema";
import { buildAccount } from "./build-account";
import { freshlyProved } from "./build-context";
import { cookieAt, resumedBy } from "./sign-in-as";
import { type Lies, softwareAuthenticator } from "./software-authenticator";

export const justProved = <C extends Context | PlatformContext>(ctx: C): C => ({
  ...ctx,
  stepUp: freshlyProved.stepUp,
});

/** The root user of a new account, who has just typed the password. */
export const signedInRoot = async () =>
  resumedBy(await cookieAt({ kind: "root-user" }, (await buildAccount()).actor.name));

/** Binds a passkey of this authenticator to somebody who is signed in. */
export async function buildPasskey(
  ctx: Context | PlatformContext,
  authenticator: ReturnType<typeof softwareAuthenticator>,
  { name = "laptop", lies = {} }: { name?: string; lies?: Lies } = {},
) {
  const { options } = await beginPasskey(justProved(ctx), { name });
  const passkey = authenticator.create(options, lies);
  return bindPasskey(justProved(ctx), BindPasskeyForm.parse({ name, passkey }));
}

/** A root user with a passkey, in the session that bound it. */
export async function rootWithPasskey(options: { counting?: boolean } = {}) {
  const authenticator = softwareAuthenticator(options);
  const { token } = await buildPasskey(await signedInRoot(), authenticator);
  return { authenticator, after: await resumedBy(String(token)) };
}
