"use server";

import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { DeleteSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const deleteSubAccountAction = consoleAction({
  input: DeleteSubAccountInput,
  echo: ["typedName"],
  verb: deleteSubAccount,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.deleted", { name }),
  done: () => paths.subAccounts.list(),
});
