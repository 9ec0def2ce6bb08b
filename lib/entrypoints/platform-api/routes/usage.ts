import "server-only";
import * as z from "zod";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { UsageBatch } from "@/lib/domain/usage/schema";
import { platformRoute } from "../platform-route";

const statuses = ["accepted", "duplicate", "conflict", "quarantined", "rejected"] as const;
const count = z.int().nonnegative();

/** CloudEvents 1.0, one or up to a thousand. */
export const usageRoute = platformRoute({
  method: "post",
  path: "/usage",
  scope: "usage:write",
  summary: "Report usage",
  description:
    "What sub-accounts consumed, as one CloudEvent or a batch of up to 1,000. The answer comes after the commit: what it says of an event is durable. Send the same ids again after a 5xx or no answer: an event is counted once.",
  mediaType: ["application/cloudevents-batch+json", "application/cloudevents+json", "application/json"],
  bodyBytesMax: 5 * 1024 * 1024,
  body: UsageBatch,
  respond: 202,
  answer: z.object({
    accepted: count,
    duplicate: count,
    conflict: count,
    quarantined: count,
    rejected: count,
    events: z
      .array(
        z.object({
          index: count.describe("Its place in the batch"),
          id: z.string(),
          status: z.enum(statuses),
          reason: z.string().optional(),
          message: z.string().optional(),
        }),
      )
      .describe("Every event that was not plainly accepted"),
  }),
  handle: async (ctx, batch) => {
    const verdicts = await reportUsage(ctx, batch);
    const counts = { accepted: 0, duplicate: 0, conflict: 0, quarantined: 0, rejected: 0 };
    for (const { status } of verdicts) counts[status] += 1;
    return { ...counts, events: verdicts.filter(({ status }) => status !== "accepted") };
  },
});
