"use server";

import { cancelFee } from "@/lib/domain/fees/cancel-fee";
import { giveFee } from "@/lib/domain/fees/give-fee";
import { CancelFeeInput, GiveFeeInput } from "@/lib/domain/fees/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const giveFeeAction = operatorAction({
  input: GiveFeeInput,
  echo: ["priceCode", "subAccountName", "quantity", "firstMonth", "lastMonth", "note"],
  verb: giveFee,
  after: () => setFlash("fees.flash.given"),
  done: ({ accountId }) => paths.operator.fees(accountId),
});

export const cancelFeeAction = operatorAction({
  input: CancelFeeInput,
  verb: cancelFee,
  after: () => setFlash("fees.flash.cancelled"),
  done: ({ accountId }) => paths.operator.fees(accountId),
});
