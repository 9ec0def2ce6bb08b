import * as z from "zod";
import { resourceStates, suspensionReasons, workspaceDecisions } from "@/db/schema/resource-states";
import { boundedText } from "@/lib/foundation/text-schema";

/** `acs:<service>:<region>:<account uid>:<type>/<id>`; the rest of it tells what and whose. */
const resourceArn = z
  .string()
  .max(256)
  .regex(
    /^acs:[a-z][a-z0-9-]{0,31}:[a-z0-9-]{0,32}:\d{16}:[a-z][a-z0-9-]{0,31}\/[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    "not acs:<service>:<region>:<account uid>:<type>/<id>",
  );

const subAccount = z.string().min(1).max(49);
const version = z.int().min(1);
const labels = z
  .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$/), boundedText(128, { min: 0 }))
  .refine((given) => Object.keys(given).length <= 20, "at most 20 labels");

export const ReportResourceInput = z.strictObject({
  arn: resourceArn,
  subAccount: subAccount.describe("Whom it runs for; it never changes."),
  name: boundedText(128),
  state: z.enum(resourceStates).exclude(["retired"]),
  labels: labels.default({}),
  version: version.describe("Counted up by the service with each change: what comes with an older one is ignored."),
  stateSince: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
  enforcedEpoch: z
    .int()
    .min(0)
    .default(0)
    .describe("The newest order of the workspace that is carried out at this resource."),
});
export type ReportResourceInput = z.output<typeof ReportResourceInput>;

export const RetireResourceInput = z.strictObject({
  arn: resourceArn,
  subAccount,
  version: z.coerce.number().pipe(version),
});
export type RetireResourceInput = z.output<typeof RetireResourceInput>;

const resourcesMax = 500;

/** Several in one call; `retired` says that one is gone. */
export const ReportResourcesInput = z
  .array(
    z.discriminatedUnion("state", [
      ReportResourceInput,
      RetireResourceInput.extend({ version, state: z.literal("retired") }),
    ]),
  )
  .min(1)
  .max(resourcesMax);
export type ReportResourcesInput = z.output<typeof ReportResourcesInput>;

const word = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[\x21-\x7e]*$/)
    .catch("");

/** The list's address: every field falls back. */
export const ResourceFilter = z.object({
  /** A part of its name, of its id or of a label. */
  q: z.string().trim().max(128).catch(""),
  owner: word(49),
  service: word(32),
  /** `waiting`: what is decided is not done yet. */
  state: z.enum(["live", "waiting", ...resourceStates]).catch("live"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type ResourceFilter = z.output<typeof ResourceFilter>;

/** As services read it, in answers and in webhooks. */
export const WorkspaceOrderWire = z.object({
  decided: z.enum(workspaceDecisions),
  epoch: z.int().describe("Counts the decisions. Heed none that is older than one you know."),
  reasons: z.array(z.enum(suspensionReasons)),
});

export { resourceStates };
