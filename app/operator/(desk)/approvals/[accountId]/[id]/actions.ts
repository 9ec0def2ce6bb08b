"use server";

import { approveRequest } from "@/lib/domain/approvals/approve-request";
import { rejectRequest } from "@/lib/domain/approvals/reject-request";
import { ApprovalAddress, DeclineApprovalInput } from "@/lib/domain/approvals/schema";
import { withdrawRequest } from "@/lib/domain/approvals/withdraw-request";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const approveRequestAction = operatorAction({
  input: ApprovalAddress,
  verb: approveRequest,
  after: () => setFlash("approvals.flash.approved"),
  done: () => paths.operator.approvals(),
});

export const rejectRequestAction = operatorAction({
  input: DeclineApprovalInput,
  echo: ["reason"],
  verb: rejectRequest,
  after: () => setFlash("approvals.flash.rejected"),
  done: () => paths.operator.approvals(),
});

export const withdrawRequestAction = operatorAction({
  input: DeclineApprovalInput,
  echo: ["reason"],
  verb: withdrawRequest,
  after: () => setFlash("approvals.flash.withdrawn"),
  done: () => paths.operator.approvals(),
});
