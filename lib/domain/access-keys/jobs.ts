import "server-only";
import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { defineJob } from "@/lib/foundation/queue";

const accountId = z.uuid().transform((id) => id as AccountId);

/** A replaced key stops by its own state at its time; this says so in the list and the log. */
export const retireAccessKeyJob = defineJob(
  "retire-access-key",
  z.strictObject({ accountId, accessKeyId: z.string() }),
);

/** A key whose secret was left to be shown and was not: nobody has it. */
export const disableUnseenKeyJob = defineJob(
  "disable-unseen-key",
  z.strictObject({ accountId, accessKeyId: z.string(), revealId: z.uuid() }),
);
