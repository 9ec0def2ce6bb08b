import "server-only";

interface Rule {
  limit: number;
  seconds: number;
}

/**
 * Counts in this process alone, for calls whose caller is known: a row per call would cost more than the call. Beyond
 * the limit it says how many seconds are left of the window.
 */
export class RateLimiter {
  readonly #rule: Rule;
  #windows = new Map<string, { startedAt: number; count: number }>();

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  /** Counts one and returns 0, or the seconds to wait. */
  take(key: string, now: number): number {
    const windowMs = this.#rule.seconds * 1000;
    const current = this.#windows.get(key);
    if (!current || now - current.startedAt >= windowMs) {
      this.#makeRoom();
      this.#windows.set(key, { startedAt: now, count: 1 });
      return 0;
    }
    current.count += 1;
    return current.count <= this.#rule.limit ? 0 : Math.ceil((current.startedAt + windowMs - now) / 1000);
  }

  /** Whether the limit is reached, without counting. */
  waitOf(key: string, now: number): number {
    const current = this.#windows.get(key);
    const left = current ? current.startedAt + this.#rule.seconds * 1000 - now : 0;
    return current && left > 0 && current.count >= this.#rule.limit ? Math.ceil(left / 1000) : 0;
  }

  /** Keys come from outside: the oldest windows go before the memory does. */
  #makeRoom(): void {
    if (this.#windows.size < 20_000) return;
    for (const key of [...this.#windows.keys()].slice(0, 10_000)) this.#windows.delete(key);
  }
}
