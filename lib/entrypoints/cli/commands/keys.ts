import "server-only";
import { retireMasterKeys } from "@/lib/domain/master-key/retire-master-keys";
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

const retire: Command = {
  usage: "keys retire",
  options: {},
  async run() {
    const { retired, resealed } = await retireMasterKeys(hostContext());
    return {
      json: { retired, resealed },
      text:
        retired.length === 0
          ? "There is one master key, and nothing to retire."
          : `Retired ${retired.join(", ")}: nothing is wrapped by them any more (${resealed} values of the platform were sealed anew). Their files are in secrets/retired: keep them as long as backups made before.`,
    };
  },
};

export const keyCommands = { rotate, retire };
