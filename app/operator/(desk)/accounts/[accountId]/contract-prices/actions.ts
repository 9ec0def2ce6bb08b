"use server";

import { endContractPrice } from "@/lib/domain/prices/end-contract-price";
import { EndContractPriceInput, SetContractPriceInput, TakeBackContractPriceInput } from "@/lib/domain/prices/schema";
import { setContractPrice } from "@/lib/domain/prices/set-contract-price";
import { takeBackContractPrice } from "@/lib/domain/prices/take-back-contract-price";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setContractPriceAction = operatorAction({
  input: SetContractPriceInput,
  echo: ["priceCode", "discount", "validFrom"],
  verb: setContractPrice,
  after: () => setFlash("priceBook.flash.contractSet"),
  done: ({ accountId }) => paths.operator.contractPrices(accountId),
});

export const endContractPriceAction = operatorAction({
  input: EndContractPriceInput,
  verb: endContractPrice,
  after: () => setFlash("priceBook.flash.contractEnded"),
  done: ({ accountId }) => paths.operator.contractPrices(accountId),
});

export const takeBackContractPriceAction = operatorAction({
  input: TakeBackContractPriceInput,
  verb: takeBackContractPrice,
  after: () => setFlash("priceBook.flash.contractTakenBack"),
  done: ({ accountId }) => paths.operator.contractPrices(accountId),
});
