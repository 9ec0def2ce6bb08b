"use server";

import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { SecurityPreferenceForm } from "@/lib/domain/accounts/settings-schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setSecurityPreferenceAction = consoleAction({
  input: SecurityPreferenceForm,
  echo: [
    ...["allowUserToChangePassword", "allowUserToLoginWithPasskey", "allowUserToManageAccessKeys"],
    ...["allowUserToManageMfaDevices", "allowUserToManagePublicKeys", "enableSaveMfaTicket"],
    ...["mfaOperationForLogin", "loginSessionDurationHours"],
  ],
  verb: setSecurityPreference,
  after: () => setFlash("settings.flash.preference"),
  done: () => paths.settings.preference(),
});
