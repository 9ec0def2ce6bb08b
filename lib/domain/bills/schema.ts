import type { AccountId } from "@/lib/foundation/ids";

export interface ClosePeriodInput {
  accountId: AccountId;
  /** `YYYY-MM`, in the account's zone. */
  month: string;
}
