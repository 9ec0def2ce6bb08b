import * as z from "zod";
import { chargeCategories } from "@/db/schema/charges";
import { ChargeFilter as OwnChargeFilter } from "@/lib/domain/spend/schema";
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

/** Kinds of charges, as a filter offers them. */
export const chargeKinds = chargeCategories;

const monthOf = (day: string) => `${day.slice(0, 7)}-01`;
const { sku, category, day } = OwnChargeFilter.shape;

/** A bill by any day of its month; a bad address shows the month of the day that is asked for, or the one that runs. */
export const ChargeFilter = z
  .object({
    period: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])(?:-01)?$/)
      .transform(monthOf)
      .catch(""),
    subAccount: z.string().trim().max(64).catch(""),
    /** Of one SKU, one kind, or used on one day of the account's zone. */
    ...{ sku, category, day },
    before: z
      .string()
      .regex(/^(?:\d{1,18})?$/)
      .catch(""),
  })
  .transform((view) => ({ ...view, period: view.period || monthOf(view.day || new Date().toISOString()) }));
export type ChargeFilter = z.output<typeof ChargeFilter>;

/** The charge an address names. */
export const ChargeAddress = z.object({ period: z.iso.date(), id: z.string().regex(/^\d{1,18}$/) });
