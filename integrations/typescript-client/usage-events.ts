import { createHash } from "node:crypto";

/** A CloudEvent of usage, as the platform API takes it. */
export interface UsageEvent {
  specversion: "1.0";
  id: string;
  source: string;
  /** The meter. */
  type: string;
  subject?: string;
  time: string;
  accountuid: string;
  subaccount: string;
  data: { value: string; start: string; dims?: Record<string, string> };
}

export interface Consumption {
  /** Who measures, as a URI: `urn:example:compute`. */
  source: string;
  meter: string;
  accountUid: string;
  subAccount: string;
  /** The resource's whole name; left out where nothing of that kind consumed it. */
  resource?: string;
  /** A decimal text. */
  value: string;
  window: UsageWindow;
  dims?: Record<string, string>;
}

/** Whole seconds within one UTC hour, the end not in it. */
export interface UsageWindow {
  start: Date;
  end: Date;
}

const secondMs = 1_000;
const hourMs = 3_600_000;

/** The whole seconds of a stretch of time, in windows as they are billed. */
export function windowsOf({ start, end }: UsageWindow): UsageWindow[] {
  const windows: UsageWindow[] = [];
  const last = floor(end.getTime(), secondMs);
  for (let at = floor(start.getTime(), secondMs); at < last; ) {
    const next = Math.min(floor(at, hourMs) + hourMs, last);
    windows.push({ start: new Date(at), end: new Date(next) });
    at = next;
  }
  return windows;
}

const floor = (ms: number, unit: number) => Math.floor(ms / unit) * unit;

/** Its id follows from what was measured where and when: told again after a crash, it is the same event. */
export function usageEvent(consumption: Consumption): UsageEvent {
  const { source, meter, accountUid, subAccount, resource, value, window, dims } = consumption;
  return {
    specversion: "1.0",
    id: idOf(consumption),
    source,
    type: meter,
    ...(resource !== undefined && { subject: resource }),
    time: window.end.toISOString(),
    accountuid: accountUid,
    subaccount: subAccount,
    data: { value, start: window.start.toISOString(), ...(dims && { dims }) },
  };
}

/** In the form of a UUIDv7 of the window's end: Espalier's index keeps the order of time. */
function idOf({
  source,
  meter,
  accountUid,
  subAccount,
  resource = "",
  window: { start, end },
  dims = {},
}: Consumption) {
  const sorted = Object.entries(dims).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const place = [source, meter, accountUid, subAccount, resource, start.toISOString(), end.toISOString(), sorted];
  const hash = createHash("sha256").update(JSON.stringify(place)).digest("hex");
  const at = end.getTime().toString(16).padStart(12, "0");
  return `${at.slice(0, 8)}-${at.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}
