import "server-only";
import type { QueueHandler } from "@/lib/foundation/queue-worker";

/** One line for each kind of background work: the job of its room, and the verb that does it. */
export const jobHandlers: readonly QueueHandler[] = [];
