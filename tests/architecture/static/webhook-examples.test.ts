import { expect, it } from "vitest";
import * as z from "zod";
import { webhookEventTypes } from "@/db/schema/webhook-event-types";
import { WebhookEventData } from "@/lib/domain/webhooks/event-schema";
import { textOf } from "../source-tree";

const Event = z.strictObject({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.looseObject({ accountUid: z.string().regex(/^\d{16}$/) }),
});
const examples = [...textOf("docs/webhooks.md").matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) =>
  Event.parse(JSON.parse(text)),
);

it("there is one example of each event", () => {
  expect(examples.map(({ type }) => type).toSorted()).toEqual([...webhookEventTypes, "webhook.test"].toSorted());
});

it.each(examples)("the example of $type is what the code says", ({ type, data: { accountUid: _, ...data } }) => {
  const Data = type === "webhook.test" ? z.strictObject({}) : WebhookEventData[type as keyof typeof WebhookEventData];
  expect(Data.parse(data)).toEqual(data);
});
