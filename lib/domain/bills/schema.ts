import * as z from "zod";
import { Month } from "@/lib/domain/spend/schema";
import type { AccountId } from "@/lib/foundation/ids";

export const ClosePeriodInput = z.strictObject({
  accountId: z.uuid().transform((value) => value as AccountId),
  /** In the account's zone. */
  month: Month,
});
export type ClosePeriodInput = z.output<typeof ClosePeriodInput>;

/** The operators' list of closing months: those that need somebody, or all. */
export const MonthEndFilter = z.object({
  show: z.enum(["standing", "all"]).catch("standing"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type MonthEndFilter = z.output<typeof MonthEndFilter>;

export const ExportBillInput = z.strictObject({
  month: Month,
  /** A sub-account's statement; empty for the bill of the account. */
  name: z.string().max(64).default(""),
  format: z.enum(["csv", "focus", "pdf"]),
  /** The language of a PDF. */
  locale: z.enum(["en", "zh-CN"]).default("en"),
});
export type ExportBillInput = z.output<typeof ExportBillInput>;
