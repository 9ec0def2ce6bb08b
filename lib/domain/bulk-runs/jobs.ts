import "server-only";
import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { defineJob } from "@/lib/foundation/queue";

/** Goes on with a bulk run until no row waits; began again, it goes on where it was. */
export const continueBulkRunJob = defineJob(
  "continue-bulk-run",
  z.strictObject({ accountId: z.uuid().transform((id) => id as AccountId), runId: z.uuid() }),
  { secondsMax: 3_600, retries: 20, key: ({ runId }) => runId },
);
