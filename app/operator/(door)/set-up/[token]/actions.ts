"use server";
import { SetUpForm } from "@/lib/domain/operators/schema";
import { setUpOperator } from "@/lib/domain/operators/set-up-link";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setUpOperatorAction = doorAction({
  input: SetUpForm,
  echo: ["email", "displayName"],
  verb: setUpOperator,
  after: () => setFlash("doors.flash.operatorMade"),
  done: () => paths.operatorDoor(),
});
