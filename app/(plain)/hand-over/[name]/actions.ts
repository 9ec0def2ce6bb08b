"use server";

import * as z from "zod";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { SubAccountName } from "@/lib/domain/sub-accounts/sub-account-name-rules";
import { consoleAction } from "@/lib/entrypoints/console/console-action";

/** Stays on the page: only the answer to this same request may show what waits. */
export const showPasswordAction = consoleAction({
  input: z.strictObject({
    name: SubAccountName,
    purpose: z.enum(["sub-account-password", "claim-link", "sub-account-kit"]),
  }),
  verb: (ctx, { name, purpose }) => claimReveal(ctx, { purpose, subject: name }),
  done: () => undefined,
});
