import "server-only";
import * as z from "zod";
import { type ResourceReport, reportResource, retireResource } from "@/lib/domain/resources/report-resource";
import { ReportResourceInput, RetireResourceInput, WorkspaceOrderWire } from "@/lib/domain/resources/schema";
import { platformRoute } from "../platform-route";

const id = ReportResourceInput.shape.arn.describe(
  "The resource's whole name, percent-encoded: the same that its usage events carry as their subject.",
);

const Report = z
  .object({
    status: z
      .enum(["registered", "updated", "unchanged", "outdated"])
      .describe("`outdated`: a newer version was told before, and stands."),
    version: z.int(),
    workspace: WorkspaceOrderWire.describe(
      "What is decided now about all that the sub-account runs: a service that missed a webhook learns it here.",
    ),
  })
  .meta({ id: "ResourceReport" });

function answerOf({ status, version, workspace: { decided, epoch, reasons } }: ResourceReport) {
  return { status, version, workspace: { decided, epoch, reasons: [...reasons] } };
}

export const putResourceRoute = platformRoute({
  method: "put",
  path: "/resources/{id}",
  scope: "resources:write",
  summary: "Say what a resource is like",
  description: [
    "Registers a resource of a sub-account or updates it. Say the same twice, late or out of order: the highest version",
    "stands. One version with two contents is a conflict. A 404 means that the sub-account is gone: remove the resource.",
  ].join(" "),
  params: z.object({ id }),
  body: ReportResourceInput.omit({ arn: true }),
  respond: 200,
  answer: Report,
  handle: async (ctx, body, { params }) => answerOf(await reportResource(ctx, { ...body, arn: params.id })),
});

export const deleteResourceRoute = platformRoute({
  method: "delete",
  path: "/resources/{id}",
  scope: "resources:write",
  summary: "Say that a resource is gone",
  description: "Its last version is remembered: nothing older brings it back.",
  params: z.object({ id }),
  query: RetireResourceInput.omit({ arn: true }),
  respond: 200,
  answer: Report,
  handle: async (ctx, _body, { params, query }) => answerOf(await retireResource(ctx, { ...query, arn: params.id })),
});
