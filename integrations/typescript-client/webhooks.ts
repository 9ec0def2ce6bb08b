import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface WebhookEvent {
  /** The same for every delivery of one event. */
  id: string;
  type: string;
  timestamp: Date;
  data: { accountUid: string } & Record<string, unknown>;
}

export class WebhookRefused extends Error {
  override readonly name = "WebhookRefused";
  readonly reason: "headers" | "timestamp" | "signature" | "body";

  constructor(reason: WebhookRefused["reason"]) {
    super(`the webhook's ${reason} cannot be accepted`);
    this.reason = reason;
  }
}

interface Delivery {
  headers: IncomingHttpHeaders;
  /** Its bytes, or the very text that arrived: parsed and written anew it would be another. */
  body: Uint8Array | string;
  /** `whsec_…`; two of them while a secret is being replaced. */
  secrets: readonly string[];
  now?: Date;
  /** How far the sender's clock may be from ours; older deliveries could be recordings. */
  toleranceSeconds?: number;
}

/** Standard Webhooks: who sent it, when, and what. Throws `WebhookRefused`, to be answered with 400. */
export function verifyWebhook({
  headers,
  body,
  secrets,
  now = new Date(),
  toleranceSeconds = 300,
}: Delivery): WebhookEvent {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
    (name) => headers[name],
  );
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string") {
    throw new WebhookRefused("headers");
  }
  const skew = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || skew > toleranceSeconds) throw new WebhookRefused("timestamp");
  const given = signatures
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => Buffer.from(one.slice(3), "base64"));
  const isSigned = secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  });
  if (!isSigned) throw new WebhookRefused("signature");
  return { id, ...parse(typeof body === "string" ? body : new TextDecoder().decode(body)) };
}

function parse(text: string): Omit<WebhookEvent, "id"> {
  try {
    const { type, timestamp, data } = JSON.parse(text);
    if (typeof type === "string" && data && typeof data === "object") {
      return { type, timestamp: new Date(timestamp), data };
    }
  } catch {
    // Not JSON: refused below.
  }
  throw new WebhookRefused("body");
}
