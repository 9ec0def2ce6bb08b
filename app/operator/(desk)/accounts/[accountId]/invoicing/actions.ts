"use server";

import { SetInvoicingModeInput } from "@/lib/domain/bills/schema";
import { setInvoicingMode } from "@/lib/domain/bills/set-invoicing-mode";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setInvoicingModeAction = operatorAction({
  input: SetInvoicingModeInput,
  echo: ["mode"],
  verb: setInvoicingMode,
  after: () => setFlash("desk.flash.invoicingSet"),
  done: ({ accountId }) => paths.operator.invoicing(accountId),
});
