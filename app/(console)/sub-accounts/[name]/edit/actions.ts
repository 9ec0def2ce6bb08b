"use server";

import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import { EditSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const editSubAccountAction = consoleAction({
  input: EditSubAccountInput,
  echo: ["displayName", "email", "phone", "note", "labels"],
  verb: editSubAccount,
  after: (_done, _ctx, { name }) => setFlash("subAccountLife.flash.edited", { name }),
  done: ({ name }) => paths.subAccounts.overview(name),
});
