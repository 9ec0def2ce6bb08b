"use server";

import { rebuildRollups } from "@/lib/domain/wallet/rebuild-rollups";
import { RebuildRollupsInput } from "@/lib/domain/wallet/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const rebuildRollupsAction = operatorAction({
  input: RebuildRollupsInput,
  echo: ["period"],
  verb: rebuildRollups,
  after: ({ changed }) => setFlash("desk.flash.rebuilt", { changed }),
  done: ({ accountId }) => paths.operator.walletAct(accountId, "reconciliation"),
});
