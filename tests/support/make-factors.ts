import { createOperator } from "@/lib/domain/operators/create-operator";
import { beginStepUp } from "@/lib/domain/second-factors/begin-step-up";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { buildStranger } from "./build-context";
import { buildPasskey } from "./build-passkey";
import { softwareAuthenticator } from "./software-authenticator";
import type { MakerCommands } from "./start-maker";

/** Who a cookie stands for, by now. */
export async function holderOf(cookie: string) {
  const resumed = await resumeSession(cookie.slice(cookie.indexOf("=") + 1), buildStranger());
  if (!resumed) throw new Error("the session is not open");
  return resumed.ctx;
}

/** What stands beside a password, made on the server under test for whoever holds a cookie. */
export const factorCommands: Pick<MakerCommands, "session" | "operator" | "passkey" | "challenge"> = {
  async session({ door: kind, alias, name, password, address }) {
    const stranger = buildStranger();
    const from = { ...stranger, facts: { ...stranger.facts, ip: address } };
    const door = kind === "sub-account" ? { kind, alias: alias ?? "" } : { kind };
    const { token } = await signIn(from, { door, name, password, device: undefined, incomingToken: undefined });
    return { cookie: `espalier-session=${token}` };
  },

  async operator({ email, password }) {
    await createOperator(hostContext(), { email, displayName: "Op", password });
    return {};
  },

  async passkey({ cookie }) {
    const { token } = await buildPasskey(await holderOf(cookie), softwareAuthenticator(), { name: "work laptop" });
    const carried = `${cookie.split("=")[0]}=${token}`;
    const [factor] = (await getOwnFactors(await holderOf(carried))).factors;
    return { cookie: carried, id: String(factor?.id) };
  },

  async challenge({ cookie, returnPath }) {
    return { id: await beginStepUp(await holderOf(cookie), { purpose: "export", returnPath, values: {} }) };
  },
};
