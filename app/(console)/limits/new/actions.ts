"use server";

import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeMicros } from "@/lib/foundation/money";

export const setSpendLimitAction = consoleAction({
  input: SetSpendLimitInput,
  echo: ["subAccountName", "per", "soft", "hard", "onSoft", "stops"],
  verb: setSpendLimit,
  after: async (_result, _ctx, { intent }) => {
    if (intent === "set") await setFlash("limits.flash.set");
  },
  done: ({ intent, subAccountName, per, soft, hard, onSoft, stops }) =>
    intent === "set"
      ? paths.limits.list()
      : paths.limits.create({
          ...{ per, onSoft, stops },
          ...(subAccountName && { for: subAccountName }),
          ...(soft !== null && { soft: writeMicros(soft) }),
          ...(hard !== null && { hard: writeMicros(hard) }),
        }),
});
