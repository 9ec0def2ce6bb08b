import "server-only";
import type { messageKinds } from "@/db/schema/outbox-messages";

export type MessageKind = (typeof messageKinds)[number];
