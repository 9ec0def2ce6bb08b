"use server";

import { KeyNetworkForm } from "@/lib/domain/access-keys/schema";
import { setAccessKeyPolicyForAccount } from "@/lib/domain/access-keys/set-access-key-policy";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setKeyNetworkAction = consoleAction({
  input: KeyNetworkForm,
  echo: ["networkPolicy", "active"],
  verb: (ctx, { networkPolicy: lists, active }) => setAccessKeyPolicyForAccount(ctx, { policy: { active, lists } }),
  after: () => setFlash("settings.flash.keyNetwork"),
  done: () => paths.settings.keyNetwork(),
});
