"use server";
import { passStepUp } from "@/lib/domain/second-factors/pass-step-up";
import { PassStepUpForm, SendStepUpCodeForm } from "@/lib/domain/second-factors/schema";
import { sendStepUpCode } from "@/lib/domain/second-factors/send-step-up-code";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { keepForm } from "@/lib/entrypoints/console/detour";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie } from "@/lib/entrypoints/console/session-cookie";

export const sendOperatorStepUpCodeAction = operatorAction({
  input: SendStepUpCodeForm,
  verb: sendStepUpCode,
  after: () => setFlash("stepUp.flash.codeSent"),
  done: ({ id }) => paths.operator.stepUp(id),
});

export const passOperatorStepUpAction = operatorAction({
  input: PassStepUpForm,
  verb: passStepUp,
  after: async ({ token }, _ctx, { id }) => {
    await writeSessionCookie(token);
    await keepForm(id);
  },
  done: (_input, passed) => passed?.returnPath ?? paths.operator.home(),
});
