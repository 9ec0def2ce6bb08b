"use server";

import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";

export const createSubAccountAction = consoleAction({
  input: CreateSubAccountInput,
  echo: [
    ...["name", "displayName", "email", "phone", "note", "labels", "consoleSignIn", "passwordChoice", "mustChange"],
    ...["accessKey", "keyExpiresInDays"],
  ],
  verb: createSubAccount,
  done: ({ name, consoleSignIn, accessKey }) =>
    consoleSignIn || accessKey ? paths.subAccounts.handOver(name) : paths.subAccounts.overview(name),
});
