"use server";

import { approveGoodwill } from "@/lib/domain/approvals/approve-goodwill";
import { rejectGoodwill } from "@/lib/domain/approvals/reject-goodwill";
import { ApprovalAddress, DeclineApprovalInput } from "@/lib/domain/approvals/schema";
import { withdrawGoodwill } from "@/lib/domain/approvals/withdraw-goodwill";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const approveGoodwillAction = operatorAction({
  input: ApprovalAddress,
  verb: approveGoodwill,
  after: () => setFlash("approvals.flash.approved"),
  done: () => paths.operator.approvals(),
});

export const rejectGoodwillAction = operatorAction({
  input: DeclineApprovalInput,
  echo: ["reason"],
  verb: rejectGoodwill,
  after: () => setFlash("approvals.flash.rejected"),
  done: () => paths.operator.approvals(),
});

export const withdrawGoodwillAction = operatorAction({
  input: DeclineApprovalInput,
  echo: ["reason"],
  verb: withdrawGoodwill,
  after: () => setFlash("approvals.flash.withdrawn"),
  done: () => paths.operator.approvals(),
});
