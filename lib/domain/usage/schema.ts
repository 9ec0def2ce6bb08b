import * as z from "zod";
import { Month } from "@/lib/domain/spend/schema";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

const eventsMax = 1_000;

const word = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\x21-\x7e]+$/, "not plain text without spaces");
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** A decimal text; a JSON number only where it is a whole one that JSON carries unharmed. */
const value = z
  .union([z.string().regex(/^\d{1,20}(?:\.\d{1,12})?$/, "not a decimal"), z.int().nonnegative()])
  .transform(String);

/** One CloudEvent of usage; `accountuid` pays, `subaccount` consumed. Unknown attributes are CloudEvents extensions. */
export const UsageEventInput = z.object({
  specversion: z.literal("1.0"),
  id: word(128),
  source: word(256),
  type: word(128),
  subject: word(512).optional(),
  time: moment,
  accountuid: z.string().regex(/^\d{16}$/, "not an account's uid"),
  subaccount: z.string().min(1).max(64),
  data: z.strictObject({
    value,
    start: moment.optional(),
    dims: z.record(z.string().min(1).max(64), z.string().max(256)).optional(),
  }),
});
export type UsageEventInput = z.output<typeof UsageEventInput>;

/** Only that it is one: a schema of its attributes would copy each event before it is judged. */
const someEvent = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "not an event",
  )
  .meta({ type: "object", additionalProperties: {} });

/** A batch, or a single event on its own. What is in it is judged event by event. */
export const UsageBatch = z.union([z.array(someEvent).min(1).max(eventsMax), someEvent.transform((event) => [event])]);
export type UsageBatch = z.output<typeof UsageBatch>;

const accountId = z.uuid().transform((id) => id as AccountId);

export const ReplayQuarantinedInput = z.strictObject({ accountId, id: z.uuid() });
export type ReplayQuarantinedInput = z.output<typeof ReplayQuarantinedInput>;

export const DismissQuarantinedInput = z.strictObject({ accountId, id: z.uuid(), reason: boundedText(500) });
export type DismissQuarantinedInput = z.output<typeof DismissQuarantinedInput>;

const quarantineReasons = [
  "conflict",
  "future",
  "no-price",
  "too-old",
  "unknown-meter",
  "unknown-sub-account",
] as const;
const reason = z.union([z.literal(""), z.enum(quarantineReasons)]);

/** The operators' list of what waits, or of what became of it. */
export const QuarantineFilter = z.object({
  reason: reason.catch(""),
  account: z.string().trim().max(64).catch(""),
  /** When it was consumed, in the zone of its account. */
  month: Month.catch(""),
  show: z.enum(["waiting", "replayed", "dismissed"]).catch("waiting"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type QuarantineFilter = z.output<typeof QuarantineFilter>;

/** Everything that waits for one reason, of one account or of all. */
export const ReplayWaitingInput = z.strictObject({
  reason: z.enum(quarantineReasons, "chooseOne"),
  account: z.string().trim().max(64).default(""),
  month: Month.or(z.literal("")).default(""),
});
export type ReplayWaitingInput = z.output<typeof ReplayWaitingInput>;
