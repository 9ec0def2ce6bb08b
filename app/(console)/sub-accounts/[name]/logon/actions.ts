"use server";

import { NamedSubAccountInput, SetPasswordInput } from "@/lib/domain/sub-accounts/schema";
import { removeLoginProfile, setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setPasswordAction = consoleAction({
  input: SetPasswordInput,
  echo: ["passwordChoice", "mustChange"],
  verb: setPassword,
  done: ({ name }) => paths.subAccounts.handOver(name),
});

export const removeLoginProfileAction = consoleAction({
  input: NamedSubAccountInput,
  verb: removeLoginProfile,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.signInOff", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});
