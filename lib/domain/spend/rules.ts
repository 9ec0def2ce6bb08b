import "server-only";
import { asMicros, type Micros, zero } from "@/lib/foundation/money";
import type { Daily, DailySeries, Words } from "./presenter";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const seriesShown = 5;

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);
const write = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Every calendar day from the first to the last, both included. */
export function daysBetween(first: string, last: string): string[] {
  const count = Math.round((utc(last) - utc(first)) / dayMs) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => write(utc(first) + index * dayMs));
}

export const dayBefore = (day: string, days = 1): string => write(utc(day) - days * dayMs);
export const lastDayOf = (month: string): string => dayBefore(`${nextMonth(month)}-01`);
export const nextMonth = (month: string): string => shifted(month, 1);
export const monthBefore = (month: string): string => shifted(month, -1);

function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map((part) => Number.parseInt(part, 10));
  return write(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

/** The same day of the month before; its last where it has no such day. */
export function sameDayBefore(day: string): string {
  const before = monthBefore(day.slice(0, 7));
  const same = `${before}-${day.slice(8)}`;
  return same <= lastDayOf(before) ? same : lastDayOf(before);
}

export interface DayCost {
  day: string;
  key: string;
  words: Words;
  cost: Micros;
}

/** The five that cost most, in the order of what they cost, and all others together. */
export function seriesOf(days: string[], costs: readonly DayCost[]): Daily {
  const at = new Map(days.map((day, index) => [day, index]));
  const all = new Map<string, DailySeries>();
  for (const { day, key, words, cost } of costs) {
    const index = at.get(day);
    if (index === undefined) continue;
    const one = all.get(key) ?? { key, words, total: zero, days: days.map(() => zero) };
    one.total = asMicros(one.total + cost);
    one.days[index] = asMicros((one.days[index] ?? zero) + cost);
    all.set(key, one);
  }
  const named = [...all.values()]
    .filter(({ key }) => key !== "")
    .toSorted((a, b) => (a.total === b.total ? (a.key < b.key ? -1 : 1) : a.total > b.total ? -1 : 1));
  const shown = named.slice(0, seriesShown);
  const rest = [...named.slice(seriesShown), ...(all.has("") ? [all.get("") as DailySeries] : [])];
  if (rest.length === 0) return { days, series: shown };
  const sum = (of: (one: DailySeries) => Micros) => asMicros(rest.reduce((total, one) => total + of(one), 0n));
  const other = { key: "", words: null, total: sum(({ total }) => total) };
  return {
    days,
    series: [...shown, { ...other, days: days.map((_, index) => sum((one) => one.days[index] ?? zero)) }],
  };
}

/** When the wallet is empty at the pace of yesterday and today; undefined where nothing is spent. */
export function runwayOf(
  { spendable, yesterday, today, hour }: { spendable: Micros; yesterday: Micros; today: Micros; hour: number },
  now: Date,
): Date | undefined {
  const spent = yesterday + today;
  const hours = 24 + hour;
  if (spent <= 0n) return undefined;
  if (spendable <= 0n) return now;
  const left = (spendable * BigInt(hours)) / spent;
  // Farther than ten years is no forecast.
  return left > 87_600n ? undefined : new Date(now.getTime() + Number.parseInt(left.toString(), 10) * hourMs);
}

export interface LastHour {
  from: Date;
  to: Date;
  /** By consumption; null: nothing of this hour is rated, which is not the same as nothing spent. */
  cost: Micros | null;
}

/** The last hour that is over, as the sums of hours begin. */
export function lastFullHour(now: Date): Pick<LastHour, "from" | "to"> {
  const to = now.getTime() - (now.getTime() % hourMs);
  return { from: new Date(to - hourMs), to: new Date(to) };
}

/**
 * The earliest of the times up to which sources have told, without those that told nothing for a day before the newest
 * of them; not beyond `endsAt`. Null where nothing was told.
 */
export function slowestOf(told: readonly Date[], endsAt: Date | undefined): Date | null {
  const newest = Math.max(...told.map((at) => at.getTime()));
  const alive = told.map((at) => at.getTime()).filter((at) => at > newest - dayMs);
  return alive.length > 0 ? new Date(Math.min(...alive, endsAt?.getTime() ?? newest)) : null;
}
