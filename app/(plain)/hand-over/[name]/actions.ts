"use server";

import * as z from "zod";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { SubAccountName } from "@/lib/domain/sub-accounts/sub-account-name-rules";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { passwordOf } from "@/lib/entrypoints/console/hand-over";

/** Stays on the page: only the answer to this same request may show the password. */
export const showPasswordAction = consoleAction({
  input: z.strictObject({ name: SubAccountName }),
  verb: (ctx, { name }) => claimReveal(ctx, passwordOf(name)),
  done: () => undefined,
});
