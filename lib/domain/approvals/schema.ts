import * as z from "zod";
import { approvalReasons, goodwillReasons } from "@/db/schema/approvals";
import { positiveAmount } from "@/lib/foundation/amount-schema";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

export const GoodwillReason = z.enum(goodwillReasons, "chooseOne");
export type GoodwillReason = z.output<typeof GoodwillReason>;

export const ApprovalReason = z.enum(approvalReasons);
export type ApprovalReason = z.output<typeof ApprovalReason>;

const accountId = z.uuid().transform((value) => value as AccountId);

export const RequestWriteOffInput = z.strictObject({
  accountId,
  amount: positiveAmount,
  /** Whose debt it is; of the account itself where it is empty. */
  subAccountName: z.string().trim().max(64).default(""),
  reference: boundedText(200),
  reason: boundedText(500),
});
export type RequestWriteOffInput = z.output<typeof RequestWriteOffInput>;

/** Of one account, or of all. */
export const ApprovalFilter = z.object({ account: z.string().trim().max(64).catch("") });
export type ApprovalFilter = z.output<typeof ApprovalFilter>;

/** Where one approval stands: in the desk's addresses and its forms. */
export const ApprovalAddress = z.strictObject({ accountId, id: z.uuid() });
export type ApprovalAddress = z.output<typeof ApprovalAddress>;

export const DeclineApprovalInput = ApprovalAddress.extend({ reason: boundedText(500) });
export type DeclineApprovalInput = z.output<typeof DeclineApprovalInput>;
