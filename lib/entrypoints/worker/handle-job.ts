import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError, type ErrorCode } from "@/lib/foundation/errors";
import { logger } from "@/lib/foundation/logger";
import type { Job, Payload } from "@/lib/foundation/queue";
import type { JobOutcome, QueueHandler } from "@/lib/foundation/queue-worker";
import { workerContext } from "./worker-context";

/** What becomes of a piece whose verb threw. */
const outcomeOf: Record<ErrorCode, JobOutcome> = {
  "invalid-input": "dead-letter",
  unauthenticated: "dead-letter",
  "step-up-required": "dead-letter",
  forbidden: "dead-letter",
  "not-found": "done",
  "already-exists": "done",
  conflict: "retry",
  "limit-reached": "dead-letter",
  "invalid-state": "dead-letter",
  "insufficient-balance": "retry",
  "rate-limited": "retry",
  unavailable: "retry",
  internal: "retry",
};

/** One handler: proves the payload, makes the worker's context, calls one verb, and says how the piece ended. */
export function handleJob<P extends Payload>(
  job: Job<P>,
  verb: (platform: PlatformContext, payload: P, signal: AbortSignal) => Promise<unknown>,
): QueueHandler {
  return {
    job,
    async run(data, signal) {
      const parsed = job.payload.safeParse(data);
      if (!parsed.success) return "dead-letter";
      try {
        await verb(workerContext(), parsed.data, signal);
        return "done";
      } catch (error) {
        const outcome = error instanceof DomainError ? outcomeOf[error.code] : "retry";
        if (outcome !== "done") logger.warn({ err: error, job: job.name, result: outcome }, "a job failed");
        return outcome;
      }
    },
  };
}
