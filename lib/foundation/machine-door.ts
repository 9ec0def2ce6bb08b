import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A machine API behind the front door: it is handed the request as it came, and answers it whole. */
export interface MachineDoor {
  accepts(request: IncomingMessage): boolean;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}
