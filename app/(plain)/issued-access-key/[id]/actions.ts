"use server";

import * as z from "zod";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { consoleAction } from "@/lib/entrypoints/console/console-action";

/** Stays on the page: only the answer to this same request may show the secret. */
export const showSecretAction = consoleAction({
  input: z.strictObject({ id: z.string().max(64) }),
  verb: (ctx, { id }) => claimReveal(ctx, { purpose: "access-key-secret", subject: id }),
  done: () => undefined,
});
