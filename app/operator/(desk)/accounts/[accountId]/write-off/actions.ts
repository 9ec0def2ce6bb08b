"use server";

import { requestWriteOff } from "@/lib/domain/approvals/request-write-off";
import { RequestWriteOffInput } from "@/lib/domain/approvals/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const requestWriteOffAction = operatorAction({
  input: RequestWriteOffInput,
  echo: ["amount", "subAccountName", "reference", "reason"],
  verb: requestWriteOff,
  after: ({ repeated }) => setFlash(repeated ? "approvals.flash.requestedBefore" : "approvals.flash.writeOffRequested"),
  done: () => paths.operator.approvals(),
});
