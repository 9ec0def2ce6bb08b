import "server-only";
import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { defineJob } from "@/lib/foundation/queue";

/** A replaced key stops by its own state at its time; this says so in the list and the log. */
export const retireAccessKeyJob = defineJob(
  "retire-access-key",
  z.strictObject({ accountId: z.uuid().transform((id) => id as AccountId), accessKeyId: z.string() }),
);
