"use server";

import { checkBillFile } from "@/lib/domain/bills/check-bill-file";
import { CheckBillFileInput } from "@/lib/domain/bills/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

const said = {
  same: ["finance.flash.fileSame", "ok"],
  moved: ["finance.flash.fileMoved", "warn"],
  changed: ["finance.flash.fileChanged", "danger"],
} as const;

export const checkBillFileAction = consoleAction({
  input: CheckBillFileInput,
  verb: checkBillFile,
  after: async ({ verdict, ...facts }) => {
    const [key, tone] = said[verdict];
    await setFlash(key, facts, tone);
  },
  done: () => paths.bills.check(),
});
