"use server";

import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { NamedSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const enableSubAccountAction = consoleAction({
  input: NamedSubAccountInput,
  verb: enableSubAccount,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.enabled", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});
