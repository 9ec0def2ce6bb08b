import "server-only";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { sealForPlatform } from "@/lib/foundation/data-keys";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { MessageKind } from "./message-kinds";

export interface OutgoingMessage<K extends MessageKind = MessageKind> {
  channel: "mail" | "sms";
  kind: K;
  to: string;
  locale: string;
  params: Record<string, string>;
}

/** Puts a message on its way in the transaction that causes it: it leaves if and only if the change stands. */
export async function enqueueMessage(tx: Tx, { channel, kind, to, locale, params }: OutgoingMessage): Promise<void> {
  const id = newId();
  const sealedContent = sealForPlatform("outbox", id, JSON.stringify({ locale, params }));
  await tx.insert(outboxMessages).values({ id, channel, kind, recipient: to, sealedContent });
}
