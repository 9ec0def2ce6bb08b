import "server-only";
import { createHmac } from "node:crypto";

const prefix = "whsec_";

interface ToSign {
  id: string;
  at: Date;
  body: string;
  /** The newest first; while two are good both sign. */
  secrets: readonly string[];
}

/** The headers of Standard Webhooks: the event's id, when it was sent, and an HMAC of both with the body. */
export function signWebhook({ id, at, body, secrets }: ToSign): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
