"use server";
import { beginPasskeyStepUp } from "@/lib/domain/second-factors/begin-passkey-step-up";
import { passStepUp } from "@/lib/domain/second-factors/pass-step-up";
import { FactorForm, PassStepUpForm, SendStepUpCodeForm } from "@/lib/domain/second-factors/schema";
import { sendStepUpCode } from "@/lib/domain/second-factors/send-step-up-code";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { keepForm } from "@/lib/entrypoints/console/detour";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie } from "@/lib/entrypoints/console/session-cookie";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const sendStepUpCodeAction = consoleAction({
  input: SendStepUpCodeForm,
  verb: sendStepUpCode,
  after: () => setFlash("stepUp.flash.codeSent"),
  done: ({ id }) => paths.stepUp(id),
});

export const passStepUpAction = consoleAction({
  input: PassStepUpForm,
  verb: passStepUp,
  after: async ({ token }, _ctx, { id }) => {
    await writeSessionCookie(token);
    await keepForm(id);
  },
  done: (_input, passed) => passed?.returnPath ?? paths.home(),
});

export const askPasskeyStepUpAction = consoleAction({
  input: FactorForm,
  verb: beginPasskeyStepUp,
  after: async (options, { requestId }) => showOnce(requestId, JSON.stringify(options), "passkey"),
  done: () => undefined,
});
