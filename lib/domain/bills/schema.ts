import * as z from "zod";
import { Month } from "@/lib/domain/spend/schema";
import type { AccountId } from "@/lib/foundation/ids";

export interface ClosePeriodInput {
  accountId: AccountId;
  /** `YYYY-MM`, in the account's zone. */
  month: string;
}

export const ExportBillInput = z.strictObject({
  month: Month,
  /** A sub-account's statement; empty for the bill of the account. */
  name: z.string().max(64).default(""),
  format: z.enum(["csv", "focus", "pdf"]),
  /** The language of a PDF. */
  locale: z.enum(["en", "zh-CN"]).default("en"),
});
export type ExportBillInput = z.output<typeof ExportBillInput>;
