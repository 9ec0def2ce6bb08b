"use server";

import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { LoginMaskForm } from "@/lib/domain/accounts/settings-schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setLoginMaskAction = consoleAction({
  input: LoginMaskForm,
  echo: ["loginNetworkMasks", "fromElsewhereToo"],
  verb: setSecurityPreference,
  after: () => setFlash("settings.flash.loginMask"),
  done: () => paths.settings.loginMask(),
});
