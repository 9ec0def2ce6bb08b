import "server-only";
import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { defineJob } from "@/lib/foundation/queue";

/** One event out of quarantine, for the operator who asked for it. */
export const replayUsageJob = defineJob(
  "replay-usage",
  z.strictObject({ accountId: z.uuid().transform((id) => id as AccountId), id: z.uuid(), by: z.string().max(320) }),
  { key: ({ id }) => id },
);
