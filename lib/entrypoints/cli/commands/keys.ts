import "server-only";
import { rotateMasterKey } from "@/lib/domain/master-key/rotate-master-key";
import type { Command } from "../command";
import { hostContext } from "../host-context";

const rotate: Command = {
  usage: "keys rotate",
  options: {},
  async run() {
    const { kekId, accounts } = await rotateMasterKey(hostContext());
    return {
      json: { kekId, accounts },
      text: `Master key ${kekId} wraps the data keys of every account now; those of ${accounts} were wrapped anew. Back up the secrets folder.`,
    };
  },
};

export const keyCommands = { rotate };
