"use server";

import { importPriceFile } from "@/lib/domain/prices/import-price-file";
import { ImportPricesInput } from "@/lib/domain/prices/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const importPricesAction = operatorAction({
  input: ImportPricesInput,
  echo: ["text"],
  verb: importPriceFile,
  after: ({ versions }) => setFlash("priceBook.flash.imported", { versions }),
  done: () => paths.operator.prices(),
});
