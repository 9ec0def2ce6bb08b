import * as z from "zod";
import { invoicingModes } from "@/db/schema/books";
import { ChangeFilter, Month } from "@/lib/domain/spend/schema";
import type { AccountId } from "@/lib/foundation/ids";

const accountId = z.uuid().transform((value) => value as AccountId);

export const SetInvoicingModeInput = z.strictObject({ accountId, mode: z.enum(invoicingModes, "chooseOne") });
export type SetInvoicingModeInput = z.output<typeof SetInvoicingModeInput>;

export const ClosePeriodInput = z.strictObject({
  accountId,
  /** In the account's zone. */
  month: Month,
});
export type ClosePeriodInput = z.output<typeof ClosePeriodInput>;

/** Every month that is due: the caller says no more than that it wants them closed. */
export const CloseDuePeriodsInput = z.strictObject({});

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
  format: z.enum(["csv", "focus", "focus-periods", "focus-invoices", "focus-receipt", "pdf"]),
  /** The language of a PDF. */
  locale: z.enum(["en", "zh-CN"]).default("en"),
});
export type ExportBillInput = z.output<typeof ExportBillInput>;

const { part, service, sku, category, day } = ChangeFilter.shape;

/** What changed, with what the page was narrowed to. */
export const ExportChangesInput = z.strictObject({
  month: Month,
  /** A sub-account's; empty for the account's. */
  name: z.string().max(64).default(""),
  format: z.literal("csv"),
  ...{ part, service, sku, category, day },
});
export type ExportChangesInput = z.output<typeof ExportChangesInput>;

/** As much as a form takes. */
const fileBytesMax = 5 * 2 ** 20;

export const CheckBillFileInput = z.strictObject({
  file: z
    .custom<File>((value) => value instanceof File && value.size > 0, "fileMissing")
    .refine((file) => file.size <= fileBytesMax, { error: "fileTooLarge", params: { max: "5 MB" } }),
});
export type CheckBillFileInput = z.output<typeof CheckBillFileInput>;

/** What the head of a bill's CSV says. */
export const FileFacts = z.object({
  account: z.string(),
  sub_account: z.string().max(64),
  month: Month,
  total: z.string().max(40),
  charges: z.string().max(20),
  /** Where the invoice is not what was consumed. */
  invoicing_mode: z.string().max(40).optional(),
  billed_total: z.string().max(40).optional(),
});
