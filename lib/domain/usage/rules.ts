import "server-only";
import { hash } from "node:crypto";
import type { quarantineReasons } from "@/db/schema/usage-events";
import type { UsageEventInput } from "./schema";

const secondMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far ahead a service's clock may be, and how late usage may come (billing/README.md §4). */
const futureMs = 5 * 60_000;
const oldMs = 45 * dayMs;

export interface MeteredEvent extends UsageEventInput {
  /** Instants as they are stored and hashed, written once. */
  startAt: string;
  endAt: string;
  dedupeKey: string;
  digest: string;
}

/** Why an event is not stored, in words for the sender. */
export function faultOf(event: UsageEventInput, services: readonly string[] | undefined): string | undefined {
  const { subject, accountuid, time, data } = event;
  const end = time.getTime();
  const start = data.start?.getTime() ?? end - secondMs;
  if (end <= start) return "the window ends before it begins";
  if (start % secondMs !== 0 || end % secondMs !== 0) return "the window is not of whole seconds";
  if (Math.floor(start / hourMs) !== Math.floor((end - 1) / hourMs)) return "the window is not within one UTC hour";
  if (subject === undefined) return undefined;
  const [scheme, service, , uid] = subject.split(":");
  if (scheme !== "acs" || uid !== accountuid) return "the subject is no resource of the account";
  return services?.includes(service ?? "") === false ? "the subject is of another service" : undefined;
}

/** Why an event cannot be billed yet, as far as the clock says. */
export function reasonToWait(event: UsageEventInput, now: Date): (typeof quarantineReasons)[number] | undefined {
  const ahead = event.time.getTime() - now.getTime();
  if (ahead > futureMs) return "future";
  return -ahead > oldMs ? "too-old" : undefined;
}

const uuidOf = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
const hashOf = (parts: readonly unknown[]) => hash("sha256", JSON.stringify(parts));

/** The key of the event and the digest of all that is billed. Ids in time order (UUIDv7) keep their order in the key. */
export function identify(event: UsageEventInput): MeteredEvent {
  const { source, id, type, subject = "", accountuid, subaccount, data } = event;
  const endAt = event.time.toISOString();
  const startAt = (data.start ?? new Date(event.time.getTime() - secondMs)).toISOString();
  const identity = hashOf([source, id]);
  const ordered = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(id);
  const key = ordered ? `${ordered[1]}${ordered[2]}${identity}`.toLowerCase() : identity;
  const normal = data.value.includes(".") ? data.value.replace(/\.?0+$/, "") : data.value;
  const value = normal.replace(/^0+(?=\d)/, "");
  const dims = Object.entries(data.dims ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const billed = [accountuid, subaccount, type, startAt, endAt, value, subject, dims];
  return { ...event, startAt, endAt, dedupeKey: uuidOf(key), digest: uuidOf(hashOf(billed)) };
}

const [fewest, most] = [1_000, 5_000];
/** Of the five seconds after which a statement is given up, and nothing of its round stands: on a slow machine fewer events fit. */
const roundMs = 2_000;

export interface Pace {
  /** How many events the next round takes at most. */
  events: number;
}

export const firstPace = (): Pace => ({ events: most });

/** As many as the last round would have taken in its time; never fewer than one report of usage brings. */
export function paceAfter({ events }: Pace, taken: number, ms: number): Pace {
  const fit = taken > 0 ? Math.floor((taken * roundMs) / Math.max(ms, 1)) : events;
  // A round of few events says little of a machine: what it costs besides them would count as theirs.
  const isTelling = taken >= fewest / 2 || ms > roundMs;
  return { events: isTelling ? Math.min(most, Math.max(fewest, fit)) : events };
}

/** After a round that was given up. */
export const slower = ({ events }: Pace): Pace => ({ events: Math.max(fewest, Math.floor(events / 2)) });
