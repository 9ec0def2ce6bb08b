import type { UsageVerdict } from "./client.ts";
import { EspalierError } from "./espalier-error.ts";
import type { UsageEvent } from "./usage-events.ts";

interface ReporterOptions {
  /** `EspalierClient.reportUsage`, bound to its client. */
  send: (events: UsageEvent[]) => Promise<UsageVerdict[]>;
  /** Once for each event, when Espalier has it for good or will never take it. */
  onSettled?: (event: UsageEvent, verdict: UsageVerdict) => void;
  onFailure?: (error: unknown) => void;
  /** How many events may wait: when Espalier is away for long, `report` says no instead of filling the memory. */
  eventsMax?: number;
  batchMax?: number;
  everyMs?: number;
}

const pauseMsMax = 60_000;
/** The batch itself is refused: sent one by one, the event at fault is found. */
const faultsOfBatch = new Set([400, 413, 415]);

/** Keeps usage until Espalier has it: sends batches in the background, again and later while that fails. */
export class UsageReporter {
  readonly #options: Required<Omit<ReporterOptions, "onSettled" | "onFailure">> & ReporterOptions;
  readonly #waiting = new Map<string, UsageEvent>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #pauseMs: number;

  constructor(options: ReporterOptions) {
    this.#options = { eventsMax: 10_000, batchMax: 500, everyMs: 1_000, ...options };
    this.#pauseMs = this.#options.everyMs;
  }

  /** False where too many wait: keep measuring, and report the longer stretch later. */
  report(event: UsageEvent): boolean {
    if (!this.#waiting.has(event.id) && this.#waiting.size >= this.#options.eventsMax) return false;
    this.#waiting.set(event.id, event);
    this.#schedule();
    return true;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Sends all that waits. Throws what went wrong; what was not sent waits on. */
  flush(): Promise<void> {
    this.#flushing ??= this.#sendAll().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** A last try. What still waits then is for the next process: keep it until `onSettled` names it. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.flush();
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      await this.#sendBatch([...this.#waiting.values()].slice(0, this.#options.batchMax));
    }
  }

  async #sendBatch(batch: UsageEvent[]): Promise<void> {
    const verdicts = await this.#options.send(batch).catch((error: unknown): UsageVerdict[] | undefined => {
      if (!(error instanceof EspalierError && faultsOfBatch.has(error.status))) throw error;
      return batch.length === 1 ? [{ status: "rejected", reason: error.code, message: error.message }] : undefined;
    });
    if (!verdicts) {
      for (const event of batch) await this.#sendBatch([event]);
      return;
    }
    for (const [index, event] of batch.entries()) {
      this.#waiting.delete(event.id);
      this.#options.onSettled?.(event, verdicts[index] ?? { status: "accepted" });
    }
  }

  #schedule(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(async () => {
      try {
        await this.flush();
        this.#pauseMs = this.#options.everyMs;
      } catch (error) {
        this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMsMax);
        this.#options.onFailure?.(error);
      }
      this.#timer = undefined;
      if (this.#waiting.size > 0) this.#schedule();
    }, this.#pauseMs);
    this.#timer.unref();
  }
}
