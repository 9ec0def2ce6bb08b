"use server";

import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { DisableSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const disableSubAccountAction = consoleAction({
  input: DisableSubAccountInput,
  echo: ["reason"],
  verb: disableSubAccount,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.disabled", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});
