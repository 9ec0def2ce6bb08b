import { randomBytes } from "node:crypto";

export const instanceTypes = ["cpu.8", "gpu.l40", "gpu.h100"] as const;
export type InstanceType = (typeof instanceTypes)[number];

export interface Owner {
  accountUid: string;
  subAccount: string;
}

export interface Instance extends Owner {
  id: string;
  name: string;
  type: InstanceType;
  /** The caller's own key against creating twice. */
  clientToken: string | null;
  createdAt: string;
  /** What its owner wants; whether it may is Espalier's to say. */
  wanted: "running" | "stopped" | "deleted";
  state: "running" | "stopped" | "failed";
  since: string;
  pid: number | null;
  /** Until when its use is measured, while it runs. */
  meteredUntil: string | null;
  /** Counts the changes that Espalier is told of, and which of them it knows. */
  version: number;
  toldVersion: number;
  /** The newest order that is carried out here. */
  enforcedEpoch: number;
}

interface NewInstance extends Owner {
  name: string;
  type: InstanceType;
  clientToken: string | null;
}

export function newInstance(wish: NewInstance, now: Date): Instance {
  const id = `i-${randomBytes(8).toString("hex")}`;
  const at = now.toISOString();
  return {
    ...wish,
    ...{ id, name: wish.name || id, createdAt: at, since: at, wanted: "running", state: "stopped" },
    ...{ pid: null, meteredUntil: null, version: 1, toldVersion: 0, enforcedEpoch: 0 },
  };
}

export const isInstanceId = (text: string) => /^i-[0-9a-f]{16}$/.test(text);

/** Seconds of running, by type. */
export const meterOf = ({ type }: Instance) => `${type}.seconds`;
