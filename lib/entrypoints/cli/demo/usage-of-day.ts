import "server-only";
import type { PlannedPerson, PlannedResource } from "./usage-plan";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

interface Account {
  name: string;
  uid: string;
}

interface Span {
  /** Midnight of the history's first day, and of its last. */
  first: Date;
  last: Date;
  /** UTC hours by which the offices' clocks are ahead. */
  offsetHours: number;
}

/** The same number for the same words, spread evenly over 0 to 1: chance that comes out alike each time. */
function chanceOf(words: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < words.length; index++) hash = Math.imul(hash ^ words.charCodeAt(index), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** Of the time of the event, so that what is stored together was told together; its other digits are chance, too. */
function idOf(words: string, at: number): string {
  const digits = (count: number, salt: string) =>
    Math.floor(chanceOf(`${words}${salt}`) * 16 ** count)
      .toString(16)
      .padStart(count, "0");
  const time = at.toString(16).padStart(12, "0");
  const tail = `7${digits(3, "a")}-8${digits(3, "b")}-${digits(6, "c")}${digits(6, "d")}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
}

function runs({ rhythm, resource }: PlannedResource, day: number, weekday: number, hour: number): boolean {
  const isWorkday = weekday >= 1 && weekday <= 5;
  if (rhythm === "always") return true;
  if (rhythm === "night") return hour < 6;
  if (rhythm === "office") {
    const from = 8 + Math.floor(chanceOf(`${resource} from`) * 2);
    return isWorkday ? hour >= from && hour < 20 : chanceOf(`${resource} ${day}`) < 0.12 && hour >= 11 && hour < 16;
  }
  // A training run of some days, a pause, the next.
  return chanceOf(`${resource} run ${Math.floor(day / 4)}`) < 0.6;
}

function amountOf(meter: string, mean: number, words: string, factor: number): string {
  // A machine's hour is an hour; what is counted wavers.
  if (meter.endsWith(".seconds")) return String(mean);
  const value = mean * factor * (0.7 + chanceOf(words) * 0.6);
  return meter.startsWith("llm.") ? String(Math.round(value)) : value.toFixed(3);
}

/** What the account's people used on one day: CloudEvents as a platform service tells them, the same at each asking. */
export function usageOfDay(
  account: Account,
  people: readonly PlannedPerson[],
  midnight: Date,
  { first, last, offsetHours }: Span,
  untilHour = 24,
): Record<string, unknown>[] {
  const day = Math.round((midnight.getTime() - first.getTime()) / dayMs);
  const length = Math.max(1, Math.round((last.getTime() - first.getTime()) / dayMs));
  const weekday = new Date(midnight.getTime() + offsetHours * hourMs).getUTCDay();
  // Summer is slow, the weeks before the end of a quarter are not.
  const season =
    1 + 0.18 * Math.sin(((midnight.getUTCMonth() + 1) / 12) * 2 * Math.PI + Math.PI / 2) + 0.1 * chanceOf(`day ${day}`);
  const events: Record<string, unknown>[] = [];
  for (const { name, resources, until } of people) {
    if (until && midnight >= lastOn(until, last)) continue;
    for (const planned of resources) {
      const growth = 1 + ((planned.growth ?? 1) - 1) * (day / length);
      for (let hour = 0; hour < untilHour; hour++) {
        if (!runs(planned, day, weekday, hour)) continue;
        const startMs = midnight.getTime() + hour * hourMs;
        for (const [meter, mean] of Object.entries(planned.meters)) {
          const words = `${account.name} ${name} ${planned.resource} ${meter} ${startMs}`;
          events.push({
            specversion: "1.0",
            id: idOf(words, startMs + hourMs),
            source: "urn:demo:metering",
            type: meter,
            subject: arnOf(account, planned.resource),
            time: new Date(startMs + hourMs).toISOString(),
            accountuid: account.uid,
            subaccount: name,
            data: { start: new Date(startMs).toISOString(), value: amountOf(meter, mean, words, growth * season) },
          });
        }
      }
    }
  }
  return events;
}

/** The newest such day of the calendar that is not after the history's end. */
function lastOn(day: string, last: Date): Date {
  const year = last.getUTCFullYear();
  const found = new Date(`${year}-${day}T00:00:00Z`);
  return found <= last ? found : new Date(`${year - 1}-${day}T00:00:00Z`);
}

export function arnOf({ uid }: Pick<Account, "uid">, resource: string): string {
  const [service, rest] = resource.split(":");
  return `acs:${service}:eu-central-1:${uid}:${rest}`;
}
