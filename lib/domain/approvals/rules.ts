import "server-only";
import { env } from "@/lib/foundation/env";
import { type Micros, parseMicros, zero } from "@/lib/foundation/money";

/** A week has a working day for everybody who could agree; what nobody took up by then is asked for anew. */
const daysOpen = 7;
const dayMs = 86_400_000;

export function expiryOf(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + daysOpen * dayMs);
}

/** How much goodwill an account may be given within 24 hours before it takes a second operator, in its own currency. */
export function goodwillAlone(): Micros {
  return parseMicros(env().goodwillAlone) ?? zero;
}
