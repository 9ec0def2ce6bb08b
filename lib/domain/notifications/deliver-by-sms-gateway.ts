import "server-only";
import { outboundClient } from "@/lib/foundation/outbound";
import type { DeliveryPort } from "./delivery-port";

interface SmsGatewaySettings {
  /** https, unless it is this machine. */
  url: string;
  token: string;
  /** May the gateway stand at a private address of the operator's own network? */
  privateAddress?: boolean;
}

/** SMS by an HTTP gateway: `{ "to": "+86…", "text": "…" }` with a bearer token; any 2xx means that it was taken. */
export function deliverBySmsGateway({ url, token, privateAddress = false }: SmsGatewaySettings): DeliveryPort {
  const hosts = [new URL(url).hostname];
  const client = outboundClient({ hosts, privateHosts: privateAddress ? hosts : [] });
  return {
    async deliver({ channel, to, text }) {
      if (channel !== "sms") throw new Error(`The SMS gateway does not carry ${channel}.`);
      const { status } = await client.post(url, {
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ to, text }),
      });
      // Only the status: what the gateway says may repeat the message, and errors are logged.
      if (status < 200 || status > 299) throw new Error(`The SMS gateway answered ${status}.`);
    },
  };
}
