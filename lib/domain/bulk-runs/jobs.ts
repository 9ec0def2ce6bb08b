import "server-only";
import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { defineJob } from "@/lib/foundation/queue";

const accountId = z.uuid().transform((id) => id as AccountId);

/** Forgets a run, or what it made for people and nobody handed over, when its time has come. */
export const sweepBulkRunJob = defineJob(
  "sweep-bulk-run",
  z.strictObject({ accountId, runId: z.uuid(), kitsOnly: z.boolean() }),
);

/** Goes on with a bulk run until no row waits; began again, it goes on where it was. */
export const continueBulkRunJob = defineJob("continue-bulk-run", z.strictObject({ accountId, runId: z.uuid() }), {
  secondsMax: 3_600,
  retries: 20,
  key: ({ runId }) => runId,
});
