import "server-only";
import { env } from "@/lib/foundation/env";
import { deliverBySmsGateway } from "./deliver-by-sms-gateway";
import { deliverBySmtp } from "./deliver-by-smtp";
import type { DeliveryPorts } from "./deliver-waiting";

let ports: DeliveryPorts | undefined;

/** The ports this installation is configured for; without one, the outbox page is where messages are read. */
export function configuredPorts(): DeliveryPorts {
  if (ports) return ports;
  const { mail, sms } = env();
  ports = { ...(mail && { mail: deliverBySmtp(mail) }), ...(sms && { sms: deliverBySmsGateway(sms) }) };
  return ports;
}
