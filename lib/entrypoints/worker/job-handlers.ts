import "server-only";
import { disableUnseenKey } from "@/lib/domain/access-keys/disable-unseen-key";
import { disableUnseenKeyJob, retireAccessKeyJob } from "@/lib/domain/access-keys/jobs";
import { retireAccessKey } from "@/lib/domain/access-keys/retire-access-key";
import { continueBulkRun } from "@/lib/domain/bulk-runs/continue-bulk-run";
import { continueBulkRunJob, sweepBulkRunJob } from "@/lib/domain/bulk-runs/jobs";
import { sweepBulkRun } from "@/lib/domain/bulk-runs/sweep-bulk-run";
import { remindOfPublicKeyJob } from "@/lib/domain/ssh-keys/jobs";
import { remindOfPublicKey } from "@/lib/domain/ssh-keys/remind-of-public-key";
import { replayUsageJob } from "@/lib/domain/usage/jobs";
import { tryReplay } from "@/lib/domain/usage/try-replay";
import type { QueueHandler } from "@/lib/foundation/queue-worker";
import { handleJob } from "./handle-job";

/** One line for each kind of background work: the job of its room, and the verb that does it. */
export const jobHandlers: readonly QueueHandler[] = [
  handleJob(continueBulkRunJob, continueBulkRun),
  handleJob(sweepBulkRunJob, sweepBulkRun),
  handleJob(retireAccessKeyJob, retireAccessKey),
  handleJob(disableUnseenKeyJob, disableUnseenKey),
  handleJob(remindOfPublicKeyJob, remindOfPublicKey),
  handleJob(replayUsageJob, tryReplay),
];
