"use server";
import { makeRecoveryCodes } from "@/lib/domain/second-factors/make-recovery-codes";
import { NothingForm } from "@/lib/domain/second-factors/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const makeRecoveryCodesAction = consoleAction({
  input: NothingForm,
  verb: makeRecoveryCodes,
  after: async (codes, { requestId }) => showOnce(requestId, JSON.stringify(codes)),
  done: () => undefined,
});
