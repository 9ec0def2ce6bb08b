import type { Fleet } from "./fleet.ts";
import { type Instance, type InstanceType, instanceTypes, isInstanceId, type Owner } from "./instance.ts";
import { Refusal } from "./refusal.ts";

type Parameters = ReadonlyMap<string, string>;

interface Action {
  /** Whether it begins something that costs: then the wallet and the limits are asked too. */
  costs: boolean;
  /** Changes nothing yet: says what is wrong with the parameters, and which instance it is about; `*` is any. */
  target: (parameters: Parameters) => string;
  answer: (fleet: Fleet, owner: Owner, parameters: Parameters) => Record<string, unknown>;
}

const one = (parameters: Parameters) => {
  const id = parameters.get("InstanceId") ?? "";
  if (!isInstanceId(id)) throw new Refusal(400, "InvalidParameter.InstanceId", "InstanceId is missing or malformed.");
  return id;
};

function typeIn(parameters: Parameters): InstanceType {
  const type = instanceTypes.find((known) => known === parameters.get("InstanceType"));
  if (type) return type;
  throw new Refusal(400, "InvalidParameter.InstanceType", `InstanceType is one of ${instanceTypes.join(", ")}.`);
}

function wordIn(parameters: Parameters, name: string): string {
  const word = parameters.get(name) ?? "";
  if (/^[\w.-]{0,64}$/.test(word)) return word;
  throw new Refusal(400, `InvalidParameter.${name}`, `${name} has up to 64 letters, digits, dots, hyphens.`);
}

/** Somebody else's answers as one that never was. */
function findOwn(fleet: Fleet, owner: Owner, parameters: Parameters): Instance {
  const found = fleet.ownedBy(owner).find(({ id }) => id === parameters.get("InstanceId"));
  if (!found) throw new Refusal(404, "InvalidInstanceId.NotFound", "There is no such instance.");
  return found;
}

const setWanted = (wanted: Instance["wanted"], costs = false): Action => ({
  costs,
  target: one,
  answer: (fleet, owner, parameters) => {
    findOwn(fleet, owner, parameters).wanted = wanted;
    return {};
  },
});

export const actions: Readonly<Record<string, Action>> = {
  CreateInstance: {
    costs: true,
    target: (parameters) => {
      typeIn(parameters);
      for (const name of ["InstanceName", "ClientToken"]) wordIn(parameters, name);
      return "*";
    },
    answer: (fleet, owner, parameters) => {
      const { id } = fleet.create({
        accountUid: owner.accountUid,
        subAccount: owner.subAccount,
        name: wordIn(parameters, "InstanceName"),
        type: typeIn(parameters),
        clientToken: wordIn(parameters, "ClientToken") || null,
      });
      return { InstanceId: id };
    },
  },
  DescribeInstances: {
    costs: false,
    target: () => "*",
    answer: (fleet, owner) => ({ Instances: { Instance: fleet.ownedBy(owner).map(present) } }),
  },
  StartInstance: setWanted("running", true),
  StopInstance: setWanted("stopped"),
  DeleteInstance: setWanted("deleted"),
};

function present({ id, name, type, state, since, createdAt }: Instance) {
  const Status = { running: "Running", stopped: "Stopped", failed: "Failed" }[state];
  return { InstanceId: id, InstanceName: name, InstanceType: type, Status, Since: since, CreationTime: createdAt };
}
