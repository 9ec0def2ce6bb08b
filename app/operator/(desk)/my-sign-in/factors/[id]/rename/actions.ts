"use server";
import { renamePasskey } from "@/lib/domain/second-factors/rename-passkey";
import { RenamePasskeyForm } from "@/lib/domain/second-factors/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const renameOperatorPasskeyAction = operatorAction({
  input: RenamePasskeyForm,
  echo: ["name"],
  verb: renamePasskey,
  after: () => setFlash("secondFactor.flash.renamed"),
  done: () => paths.operator.mySignIn(),
});
