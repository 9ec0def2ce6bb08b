"use server";

import { approveIdentityVerification } from "@/lib/domain/identity-verification/approve-identity-verification";
import { rejectIdentityVerification } from "@/lib/domain/identity-verification/reject-identity-verification";
import {
  ApproveIdentityVerificationInput,
  documentSlots,
  RejectIdentityVerificationForm,
} from "@/lib/domain/identity-verification/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";

export const approveIdentityVerificationAction = operatorAction({
  input: ApproveIdentityVerificationInput,
  verb: approveIdentityVerification,
  done: ({ accountId }) => paths.operator.review(accountId),
});

export const rejectIdentityVerificationAction = operatorAction({
  input: RejectIdentityVerificationForm,
  echo: ["reason", "note", ...documentSlots.flatMap((slot) => [slot, `${slot}-note`])],
  verb: rejectIdentityVerification,
  done: ({ accountId }) => paths.operator.review(accountId),
});
