import "server-only";
import type { DeliveryAttempt } from "@/db/schema/webhooks";
import { OutboundRefused, postOutbound } from "@/lib/foundation/post-outbound";
import { signWebhook } from "./sign-webhook";

export interface Receiver {
  url: string;
  secrets: string[];
  /** The operator let this one be in a private network. */
  isPrivate: boolean;
}

/** Sends once, and says what came of it; nothing that a receiver does makes this throw. */
export async function attemptDelivery(
  { url, secrets }: Receiver,
  { eventId, body }: { eventId: string; body: string },
  mayReachPrivate: boolean,
): Promise<DeliveryAttempt> {
  const at = new Date();
  const headers = {
    "content-type": "application/json",
    "user-agent": "Espalier-Webhooks/1",
    ...signWebhook({ id: eventId, at, body, secrets }),
  };
  const answer = await postOutbound(url, { headers, body, mayReachPrivate }).catch((error: unknown) => ({
    status: null,
    body: error instanceof OutboundRefused ? error.reason : reasonOf(error),
  }));
  return { at: at.toISOString(), ms: Date.now() - at.getTime(), status: answer.status, answer: printable(answer.body) };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "timed-out";
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "failed";
}

/** What PostgreSQL stores and a page shows of an answer that may be anything. */
function printable(text: string): string {
  return text
    .replace(/[^\P{C}\n\t]/gu, "\u{FFFD}")
    .slice(0, 500)
    .toWellFormed();
}
