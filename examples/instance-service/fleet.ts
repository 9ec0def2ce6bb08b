import { usageEvent, windowsOf } from "@espalier/platform-client/usage-events";
import type { WorkspaceOrder } from "@espalier/platform-client/workspace-orders";
import { type Instance, meterOf, newInstance, type Owner } from "./instance.ts";
import { findProcesses, isRunning, startProcess, stopProcess } from "./processes.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store.ts";

const usageMax = 10_000;

/**
 * The instances. What owners want and what Espalier orders is only noted; `carryOut` then makes it so, again and again,
 * so that it matters neither in which order things were said nor where this process died.
 */
export class Fleet {
  readonly #store: Store;
  readonly #settings: Settings;
  #round: Promise<void> = Promise.resolve();

  constructor(store: Store, settings: Settings) {
    this.#store = store;
    this.#settings = settings;
  }

  arnOf({ accountUid, id }: Instance): string {
    const { service, region } = this.#settings;
    return `acs:${service}:${region}:${accountUid}:instance/${id}`;
  }

  /** What one sub-account sees: its own, and nothing of anybody else's. */
  ownedBy(owner: Owner): Instance[] {
    return [...this.#store.instances.values()].filter((one) => isOwnedBy(one, owner) && one.wanted !== "deleted");
  }

  create(wish: Parameters<typeof newInstance>[0]): Instance {
    const known = this.ownedBy(wish).find(
      ({ clientToken }) => clientToken !== null && clientToken === wish.clientToken,
    );
    if (known) return known;
    const made = newInstance(wish, new Date());
    this.#store.instances.set(made.id, made);
    return made;
  }

  /** Writes down the order; false where a newer one is known. */
  heed(order: WorkspaceOrder): boolean {
    const isNewest = this.#store.orders.heed(order);
    if (isNewest) this.#store.save();
    return isNewest;
  }

  /** Takes over what an earlier process started, also what it did not come to write down. */
  async adopt(): Promise<void> {
    const found = await findProcesses();
    for (const instance of this.#store.instances.values()) {
      const pid = found.get(instance.id);
      if (pid !== undefined && instance.pid === null) this.#noteStart(instance, pid);
    }
  }

  /**
   * Resolves when what was noted before the call is so, and written down: of one owner, or of everybody. Throws where an
   * instance resists.
   */
  carryOut(owner?: Owner): Promise<void> {
    this.#round = this.#round.catch(() => undefined).then(() => this.#carryOutNow(owner));
    return this.#round;
  }

  async #carryOutNow(owner: Owner | undefined): Promise<void> {
    this.#store.save();
    const concerned = [...this.#store.instances.values()].filter((one) => !owner || isOwnedBy(one, owner));
    const rounds = concerned.map((instance) => this.#settle(instance));
    const failed = (await Promise.allSettled(rounds)).find(({ status }) => status === "rejected");
    this.#store.save();
    if (failed?.status === "rejected") throw failed.reason;
  }

  async #settle(instance: Instance): Promise<void> {
    const order = this.#store.orders.find(instance);
    const { pid, id } = instance;
    const lives = pid !== null && (await isRunning(pid, id));
    if (pid !== null && !lives) this.#noteLoss(instance);
    const isToRun = instance.wanted === "running" && order?.decided !== "suspended";
    if (isToRun && !lives) this.#noteStart(instance, await startProcess(id));
    if (isToRun && lives) this.#measure(instance);
    if (!isToRun && lives) await this.#stop(instance);
    // Its processes have one pace only: what it cannot slow it does not say it has slowed.
    if (order && order.decided !== "throttled" && order.epoch > instance.enforcedEpoch) {
      instance.enforcedEpoch = order.epoch;
      instance.version += 1;
    }
    // Espalier has forgotten it already.
    if (order?.isDeleted) this.#store.instances.delete(id);
  }

  #noteStart(instance: Instance, pid: number): void {
    instance.pid = pid;
    instance.meteredUntil = new Date().toISOString();
    this.#note(instance, "running");
  }

  async #stop(instance: Instance): Promise<void> {
    if (instance.pid !== null) await stopProcess(instance.pid, instance.id);
    this.#measure(instance, true);
    this.#noteEnd(instance, "stopped");
  }

  /** All of them, when the service itself ends; what their owners want stays as it is. */
  async stopAll(): Promise<void> {
    await this.#round.catch(() => undefined);
    const running = [...this.#store.instances.values()].filter(({ pid }) => pid !== null);
    await Promise.all(running.map((instance) => this.#stop(instance)));
    this.#store.save();
  }

  /** It ended by itself: its owner starts it again, unless it was the service that took it along. */
  #noteLoss(instance: Instance): void {
    this.#noteEnd(instance, "failed");
    if (!this.#settings.endWithService) instance.wanted = "stopped";
  }

  #noteEnd(instance: Instance, state: "stopped" | "failed"): void {
    instance.pid = null;
    instance.meteredUntil = null;
    this.#note(instance, state);
  }

  #note(instance: Instance, state: Instance["state"]): void {
    instance.state = state;
    instance.since = new Date().toISOString();
    instance.version += 1;
  }

  /** What it used since it was measured last. Where too much waits, the stretch grows until there is room. */
  #measure(instance: Instance, isLast = false): void {
    const { meteredUntil, accountUid, subAccount } = instance;
    if (meteredUntil === null) return;
    const stretch = { start: new Date(meteredUntil), end: new Date() };
    const isShort = stretch.end.getTime() - stretch.start.getTime() < this.#settings.meterEveryMs;
    if (!isLast && (isShort || this.#store.usage.size >= usageMax)) return;
    for (const window of windowsOf(stretch)) {
      const value = String((window.end.getTime() - window.start.getTime()) / 1000);
      const measured = { source: "urn:espalier:instance-service", meter: meterOf(instance), accountUid, subAccount };
      const event = usageEvent({ ...measured, resource: this.arnOf(instance), value, window });
      this.#store.usage.set(event.id, event);
      instance.meteredUntil = window.end.toISOString();
    }
  }
}

const isOwnedBy = (one: Instance, { accountUid, subAccount }: Owner) =>
  one.accountUid === accountUid && one.subAccount === subAccount;
