import "server-only";

/** One message as it leaves: rendered, to one recipient. */
interface OutgoingText {
  channel: "mail" | "sms";
  to: string;
  /** Mail only. */
  subject?: string;
  text: string;
  /** Mail only; the text says the same. */
  html?: string;
}

/** The way to people's mailboxes and phones. Resolves once the next hop has taken the message over. */
export interface DeliveryPort {
  deliver(message: OutgoingText): Promise<void>;
}
