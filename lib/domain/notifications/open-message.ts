import "server-only";
import * as z from "zod";
import type { outboxMessages } from "@/db/schema/outbox-messages";
import { openForPlatform } from "@/lib/foundation/data-keys";
import { locales } from "@/lib/foundation/messages";

const Content = z.object({
  locale: z.enum(locales).catch("en"),
  params: z.record(z.string(), z.string()),
});

/** What a message in the outbox says. */
export function openMessage({ id, sealedContent }: Pick<typeof outboxMessages.$inferSelect, "id" | "sealedContent">) {
  return Content.parse(JSON.parse(openForPlatform("outbox", id, sealedContent).toString("utf8")));
}
