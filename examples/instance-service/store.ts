import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { UsageEvent } from "@espalier/platform-client/usage-events";
import { type WorkspaceOrder, WorkspaceOrders } from "@espalier/platform-client/workspace-orders";
import type { Instance } from "./instance.ts";

interface Written {
  instances: Instance[];
  orders: WorkspaceOrder[];
  usage: UsageEvent[];
}

/** All that must outlive this process, in one small file that is always whole. */
export class Store {
  readonly instances: Map<string, Instance>;
  readonly orders: WorkspaceOrders;
  /** Measured, and not yet taken by Espalier. */
  readonly usage: Map<string, UsageEvent>;
  readonly #file: string;

  constructor(file: string) {
    const { instances, orders, usage } = read(file);
    this.instances = new Map(instances.map((one) => [one.id, one]));
    this.orders = new WorkspaceOrders(orders);
    this.usage = new Map(usage.map((one) => [one.id, one]));
    this.#file = file;
  }

  save(): void {
    const written: Written = {
      instances: [...this.instances.values()],
      orders: this.orders.all(),
      usage: [...this.usage.values()],
    };
    writeFileSync(`${this.#file}.new`, JSON.stringify(written, null, 1), { mode: 0o600, flush: true });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): Written {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { instances: [], orders: [], usage: [] };
    throw error;
  }
}
