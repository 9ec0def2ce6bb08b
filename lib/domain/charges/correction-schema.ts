import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

const quantity = z
  .string()
  .trim()
  .regex(/^(?:\d{1,20}(?:\.\d{1,12})?)?$/, "quantity")
  .default("");

export const CorrectChargeInput = z.strictObject({
  accountId: z.uuid().transform((value) => value as AccountId),
  /** The bill the charge is on: the first day of its month. */
  period: z.iso.date("chooseOne"),
  chargeId: z.string().regex(/^\d{1,18}$/, "chooseOne"),
  /** What it should have been, in consumed units; empty takes the charge back whole. */
  quantity,
  reason: boundedText(500),
});
export type CorrectChargeInput = z.output<typeof CorrectChargeInput>;

/** A bill by any day of its month; a bad address shows the month that runs. */
export const ChargeFilter = z.object({
  period: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])(?:-01)?$/)
    .transform((text) => `${text.slice(0, 7)}-01`)
    .catch(() => `${new Date().toISOString().slice(0, 7)}-01`),
  subAccount: z.string().trim().max(64).catch(""),
  before: z
    .string()
    .regex(/^(?:\d{1,18})?$/)
    .catch(""),
});
export type ChargeFilter = z.output<typeof ChargeFilter>;

/** The charge an address names. */
export const ChargeAddress = z.object({ period: z.iso.date(), id: z.string().regex(/^\d{1,18}$/) });
