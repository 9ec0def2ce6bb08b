"use server";

import { setPasswordPolicy } from "@/lib/domain/accounts/set-password-policy";
import { PasswordPolicyInput } from "@/lib/domain/accounts/settings-schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setPasswordPolicyAction = consoleAction({
  input: PasswordPolicyInput,
  echo: [
    ...["minimumPasswordLength", "requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers"],
    ...["requireSymbols", "minimumPasswordDifferentCharacter", "passwordNotContainUserName", "maxPasswordAgeDays"],
    ...["hardExpire", "passwordReusePrevention", "maxLoginAttempts"],
  ],
  verb: setPasswordPolicy,
  after: () => setFlash("settings.flash.passwordPolicy"),
  done: () => paths.settings.passwordPolicy(),
});
