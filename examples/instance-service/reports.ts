import type {
  EspalierClient,
  ResourceReport,
  ResourceVerdict,
  WorkspaceDecision,
} from "@espalier/platform-client/client";
import { UsageReporter } from "@espalier/platform-client/usage-reporter";
import type { Fleet } from "./fleet.ts";
import type { Instance } from "./instance.ts";
import { log } from "./log.ts";
import type { Store } from "./store.ts";

const perCall = 100;
/** How often an instance is told again though nothing changed: orders that were missed come with the answer. */
const againMs = 60_000;
const pauseMsMax = 30_000;

/** Tells Espalier what there is and what was used. Nothing here is lost when it fails: the next round tells it. */
export class Reports {
  readonly #client: EspalierClient;
  readonly #store: Store;
  readonly #fleet: Fleet;
  readonly #usage: UsageReporter;
  readonly #toldAt = new Map<string, number>();
  #pauseMs = 0;
  #pausedUntil = 0;

  constructor({ client, store, fleet }: { client: EspalierClient; store: Store; fleet: Fleet }) {
    this.#client = client;
    this.#store = store;
    this.#fleet = fleet;
    this.#usage = new UsageReporter({
      send: (events) => client.reportUsage(events),
      onSettled: ({ id }, { status, message }) => {
        store.usage.delete(id);
        if (status !== "accepted" && status !== "duplicate") log(`usage ${id} is ${status}: ${message ?? ""}`);
      },
      onFailure: (error) => log(`usage waits: ${error}`),
    });
  }

  /** Whether an order was learnt that is still to be carried out. */
  async tell(): Promise<boolean> {
    for (const event of this.#store.usage.values()) this.#usage.report(event);
    if (Date.now() < this.#pausedUntil) return false;
    const due = [...this.#store.instances.values()].filter((one) => this.#isDue(one));
    let isNew = false;
    try {
      while (due.length > 0) isNew = (await this.#tellOf(due.splice(0, perCall))) || isNew;
      this.#pauseMs = 0;
    } catch (error) {
      this.#pauseMs = Math.min(Math.max(1_000, this.#pauseMs * 2), pauseMsMax);
      this.#pausedUntil = Date.now() + this.#pauseMs;
      log(`Espalier is told later: ${error}`);
    }
    return isNew;
  }

  async close(): Promise<void> {
    for (const event of this.#store.usage.values()) this.#usage.report(event);
    await this.#usage.close();
  }

  #isDue({ id, version, toldVersion }: Instance): boolean {
    return toldVersion < version || Date.now() - (this.#toldAt.get(id) ?? 0) > againMs;
  }

  async #tellOf(instances: readonly Instance[]): Promise<boolean> {
    const told = instances.map((instance) => ({ instance, report: this.#reportOf(instance) }));
    const verdicts = await this.#client.reportResources(told.map(({ report }) => report));
    let isNew = false;
    for (const [at, { instance, report }] of told.entries()) {
      const verdict = verdicts[at];
      if (verdict && this.#settle(instance, report, verdict)) isNew = true;
    }
    return isNew;
  }

  #reportOf(instance: Instance): ResourceReport {
    const { subAccount, name, type, state, since, version, enforcedEpoch } = instance;
    const arn = this.#fleet.arnOf(instance);
    if (isGone(instance)) return { arn, state: "retired", subAccount, version: version + 1 };
    return { arn, subAccount, name, state, labels: { type }, version, stateSince: new Date(since), enforcedEpoch };
  }

  #settle(instance: Instance, { state, version }: ResourceReport, verdict: ResourceVerdict): boolean {
    const { id, accountUid, subAccount } = instance;
    if (verdict.status === "refused") {
      if (verdict.code === "not-found") return this.#forget(instance);
      if (verdict.reason === "resourceVersionReused") instance.version += 1;
      else log(`instance ${id} is refused: ${verdict.detail}`);
      return false;
    }
    // Our own file is older than what we once said: the next thing we say is newer than both.
    if (verdict.status === "outdated") instance.version = verdict.version + 1;
    else if (state !== "retired") instance.toldVersion = version;
    this.#toldAt.set(id, Date.now());
    if (state === "retired") this.#store.instances.delete(id);
    return this.#heed({ accountUid, subAccount }, verdict.workspace);
  }

  #heed(owner: Pick<Instance, "accountUid" | "subAccount">, decision: WorkspaceDecision): boolean {
    const known = this.#store.orders.find(owner)?.epoch ?? 0;
    return decision.epoch > known && this.#fleet.heed({ ...owner, ...decision, isDeleted: false });
  }

  /** The sub-account is gone: so is all that it ran. */
  #forget({ accountUid, subAccount }: Instance): boolean {
    const epoch = (this.#store.orders.find({ accountUid, subAccount })?.epoch ?? 0) + 1;
    const gone = { accountUid, subAccount, decided: "suspended", epoch, reasons: [], isDeleted: true } as const;
    return this.#fleet.heed(gone);
  }
}

function isGone({ wanted, pid }: Instance): boolean {
  return wanted === "deleted" && pid === null;
}
