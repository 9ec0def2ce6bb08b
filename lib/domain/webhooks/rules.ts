import "server-only";
import { randomBytes } from "node:crypto";
import type { DeliveryAttempt } from "@/db/schema/webhooks";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { refusalOf } from "@/lib/foundation/post-outbound";

/** Waits between attempts: two days in all, then a person has to look. */
const waitSeconds = [5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400];
const attemptsShown = 10;

export const endpointsMax = 20;

export function requireRoomForWebhook(count: number): void {
  if (count >= endpointsMax) {
    throw new DomainError("limit-reached", "webhook", { reason: "tooManyWebhooks", details: { max: endpointsMax } });
  }
}

/** What no delivery could reach is refused at its field; what a name resolves to is judged with each delivery. */
export function requireReachable(noun: "webhook" | "service-endpoint", url: string, mayReachPrivate: boolean): void {
  const refusal = refusalOf(url, mayReachPrivate);
  if (refusal) throw invalidField(noun, "url", refusal === "plain-http" ? "webhookPlain" : "webhookPrivate");
}

/** As the verifying libraries of Standard Webhooks read it: 32 bytes. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The secrets that sign now: the newest, and while its time lasts the one before. */
export function secretsOf<T>(
  { secret, former, formerUntil }: { secret: T; former: T | null; formerUntil: Date | null },
  now: Date,
): T[] {
  return former !== null && formerUntil !== null && formerUntil > now ? [secret, former] : [secret];
}

/** Any 2xx: the receiver has it. */
export const wasTaken = ({ status }: Pick<DeliveryAttempt, "status">) =>
  status !== null && status >= 200 && status < 300;

interface DeliverySoFar {
  attempts: number;
  log: readonly DeliveryAttempt[];
}

/**
 * What a delivery is after one more attempt. 410 says that nobody is there any more, so nothing is tried again;
 * everything else that was not taken is, redirects included.
 */
export function afterAttempt({ attempts, log }: DeliverySoFar, attempt: DeliveryAttempt, at: Date) {
  const tried = { attempts: attempts + 1, log: [attempt, ...log].slice(0, attemptsShown) };
  if (wasTaken(attempt)) return { ...tried, state: "delivered" as const, nextAttemptAt: null };
  const wait = attempt.status === 410 ? undefined : waitSeconds[attempts];
  if (wait === undefined) return { ...tried, state: "dead" as const, nextAttemptAt: null };
  return { ...tried, state: "waiting" as const, nextAttemptAt: new Date(at.getTime() + wait * 1000) };
}

/** What stays of the secret before a new one. */
export function formerSecretOf({ secretSealed }: { secretSealed: Buffer }, overlapHours: number, now: Date) {
  if (overlapHours === 0) return { formerSecretSealed: null, formerSecretUntil: null };
  const formerSecretUntil = new Date(now.getTime() + overlapHours * 3_600_000);
  return { formerSecretSealed: secretSealed, formerSecretUntil };
}
