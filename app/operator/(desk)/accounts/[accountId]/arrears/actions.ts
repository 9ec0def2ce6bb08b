"use server";

import { SetArrearsInput, SetOverdraftInput } from "@/lib/domain/wallet/schema";
import { setArrears } from "@/lib/domain/wallet/set-arrears";
import { setOverdraft } from "@/lib/domain/wallet/set-overdraft";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setArrearsAction = operatorAction({
  input: SetArrearsInput,
  echo: ["graceHours", "lowWater"],
  verb: setArrears,
  after: () => setFlash("desk.flash.arrearsSet"),
  done: ({ accountId }) => paths.operator.walletAct(accountId, "arrears"),
});

export const setOverdraftAction = operatorAction({
  input: SetOverdraftInput,
  echo: ["overdraft"],
  verb: setOverdraft,
  after: () => setFlash("desk.flash.overdraftSet"),
  done: ({ accountId }) => paths.operator.walletAct(accountId, "arrears"),
});
