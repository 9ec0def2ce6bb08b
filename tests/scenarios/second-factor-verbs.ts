import type { Context, PlatformContext } from "@/lib/authorization/context";
import { beginStepUp } from "@/lib/domain/second-factors/begin-step-up";
import { passStepUp } from "@/lib/domain/second-factors/pass-step-up";
import { sendStepUpCode } from "@/lib/domain/second-factors/send-step-up-code";
import { testPassword } from "@/tests/support/build-context";
import { readOutbox } from "@/tests/support/read-outbox";
import { by, inAccountLog, inPlatformLog, type MutationVerb, operatorSession, rootSession } from "./prepare-verb";

async function challenged<C extends Context | PlatformContext>(ctx: C, send: boolean) {
  const id = await beginStepUp(ctx, { purpose: "delete", returnPath: "/home", values: {} });
  if (send) await sendStepUpCode(ctx, { id, channel: "mail" });
  return { ctx, id };
}

async function proofFor(ctx: Context | PlatformContext) {
  const { id } = await challenged(ctx, true);
  const code = String((await readOutbox(ctx.actor.name))[0]?.params.code);
  return { id, method: "password-code", code, password: testPassword } as const;
}

/** Of proving anew who somebody is. */
export const secondFactorVerbs: readonly MutationVerb[] = [
  {
    name: "sendStepUpCode",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx, id } = await challenged(await rootSession(), false);
      return by("root-user", () => sendStepUpCode(ctx, { id, channel: "mail" }));
    },
  },
  {
    name: "passStepUp",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      const proof = await proofFor(ctx);
      return by("root-user", () => passStepUp(ctx, proof));
    },
  },
  {
    name: "passStepUp",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      const proof = await proofFor(ctx);
      return by("operator", () => passStepUp(ctx, proof));
    },
  },
];
