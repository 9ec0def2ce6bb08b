"use server";

import { resetSecondFactors } from "@/lib/domain/second-factors/reset-second-factors";
import { NamedSubAccountInput, RequireSecondFactorInput, SetPasswordInput } from "@/lib/domain/sub-accounts/schema";
import { removeLoginProfile, setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { updateLoginProfile } from "@/lib/domain/sub-accounts/update-login-profile";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setPasswordAction = consoleAction({
  input: SetPasswordInput,
  echo: ["passwordChoice", "mustChange"],
  verb: setPassword,
  done: ({ name }) => paths.subAccounts.handOver(name),
});

export const requireSecondFactorAction = consoleAction({
  input: RequireSecondFactorInput,
  echo: ["required"],
  verb: (ctx, { name, required }) => updateLoginProfile(ctx, { name, mfaBindRequired: required }),
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.factorSaved", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});

export const resetSecondFactorsAction = consoleAction({
  input: NamedSubAccountInput,
  verb: resetSecondFactors,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.factorsReset", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});

export const removeLoginProfileAction = consoleAction({
  input: NamedSubAccountInput,
  verb: removeLoginProfile,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.signInOff", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});
