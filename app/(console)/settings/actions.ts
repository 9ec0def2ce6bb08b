"use server";

import { setAccountAlias } from "@/lib/domain/accounts/set-account-alias";
import { AliasForm } from "@/lib/domain/accounts/settings-schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setAccountAliasAction = consoleAction({
  input: AliasForm,
  echo: ["alias"],
  verb: setAccountAlias,
  after: () => setFlash("settings.flash.alias"),
  done: () => paths.settings.door(),
});
