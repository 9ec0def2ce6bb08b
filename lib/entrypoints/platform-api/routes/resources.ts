import "server-only";
import * as z from "zod";
import { reportResource, retireResource } from "@/lib/domain/resources/report-resource";
import { reportResources } from "@/lib/domain/resources/report-resources";
import {
  ReportResourceInput,
  ReportResourcesInput,
  RetireResourceInput,
  WorkspaceOrderWire,
} from "@/lib/domain/resources/schema";
import type { Outcome, ResourceReport } from "@/lib/domain/resources/store-reports";
import { DomainError } from "@/lib/foundation/errors";
import { sayError } from "@/lib/foundation/say-error";
import { platformRoute } from "../platform-route";

const id = ReportResourceInput.shape.arn.describe(
  "The resource's whole name, percent-encoded: the same that its usage events carry as their subject.",
);

const version = z.int();
const workspace = WorkspaceOrderWire.describe(
  "What is decided now about all that the sub-account runs: a service that missed a webhook learns it here.",
);

const Report = z
  .object({
    status: z
      .enum(["registered", "updated", "unchanged", "outdated"])
      .describe("`outdated`: a newer version was told before, and stands."),
    version,
    workspace,
  })
  .meta({ id: "ResourceReport" });

const Verdict = z
  .object({
    status: z.enum([...Report.shape.status.options, "refused"]),
    version: version.optional(),
    workspace: workspace.optional(),
    code: z.string().optional().describe("Of what is refused: as in a problem."),
    reason: z.string().optional(),
    detail: z.string().optional(),
  })
  .meta({ id: "ResourceVerdict" });

function verdictOf(outcome: Outcome): z.input<typeof Verdict> {
  if (!(outcome instanceof DomainError)) return answerOf(outcome);
  const { code, reason } = outcome;
  return { status: "refused", code, ...(reason && { reason }), detail: sayError(outcome) };
}

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

export const postResourcesRoute = platformRoute({
  method: "post",
  path: "/resources",
  scope: "resources:write",
  summary: "Say what many resources are like",
  description: [
    "The same for up to 500 resources at once, in an array: each with its name as `arn`; `retired` as its state says that it is gone, with",
    "no name, labels or epoch. One that is refused leaves the others alone: its verdict says what a call of its own would have answered.",
  ].join(" "),
  bodyBytesMax: 4 * 1024 * 1024,
  body: ReportResourcesInput,
  respond: 200,
  answer: z.object({ resources: z.array(Verdict).describe("A verdict for each, in their order.") }),
  handle: async (ctx, body) => ({ resources: (await reportResources(ctx, body)).map(verdictOf) }),
});
