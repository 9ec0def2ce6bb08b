"use server";

import { reverseTopUp } from "@/lib/domain/wallet/reverse-top-up";
import { ReverseTopUpInput } from "@/lib/domain/wallet/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const reverseTopUpAction = operatorAction({
  input: ReverseTopUpInput,
  echo: ["reason"],
  verb: reverseTopUp,
  after: () => setFlash("desk.flash.reversed"),
  done: ({ accountId }) => paths.operator.acts(accountId),
});
