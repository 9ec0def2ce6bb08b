"use server";

import { SetPriceInput } from "@/lib/domain/prices/schema";
import { setPrice } from "@/lib/domain/prices/set-price";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setPriceAction = operatorAction({
  input: SetPriceInput,
  echo: ["currency", "validFrom", "price"],
  verb: setPrice,
  after: () => setFlash("priceBook.flash.set"),
  done: ({ priceCode }) => paths.operator.price(priceCode),
});
