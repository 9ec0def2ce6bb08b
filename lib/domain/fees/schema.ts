import * as z from "zod";
import { Month } from "@/lib/domain/spend/schema";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

const accountId = z.uuid().transform((value) => value as AccountId);
const monthText = z
  .string("required")
  .trim()
  .refine((text) => Month.safeParse(text).success, "month");

export const GiveFeeInput = z
  .strictObject({
    accountId,
    priceCode: z.string("chooseOne").min(1, "chooseOne").max(64, "chooseOne"),
    /** Of the account itself where it is empty. */
    subAccountName: z.string().trim().max(64).default(""),
    /** So many of the price's units, each month. */
    quantity: z
      .string("required")
      .trim()
      .regex(/^\d{1,12}(?:\.\d{1,6})?$/, "quantity")
      .refine((text) => /[1-9]/.test(text), "quantityPositive"),
    firstMonth: monthText,
    /** Empty: until it is cancelled. */
    lastMonth: z.union([z.literal(""), monthText]).default(""),
    note: boundedText(200, { min: 0 }).default(""),
  })
  .refine(({ firstMonth, lastMonth }) => lastMonth === "" || lastMonth >= firstMonth, {
    path: ["lastMonth"],
    error: "lastMonthBeforeFirst",
  });
export type GiveFeeInput = z.output<typeof GiveFeeInput>;

/** Which page of the list; a cursor somebody edited is none. */
export const FeeFilter = z.object({ cursor: z.string().max(1024).optional().catch(undefined) });

export const CancelFeeInput = z.strictObject({ accountId, id: z.uuid() });
export type CancelFeeInput = z.output<typeof CancelFeeInput>;
