"use server";
import { removeFactor } from "@/lib/domain/second-factors/remove-factor";
import { FactorForm } from "@/lib/domain/second-factors/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const removeFactorAction = consoleAction({
  input: FactorForm,
  verb: removeFactor,
  after: () => setFlash("secondFactor.flash.removed"),
  done: () => paths.mySignIn(),
});
