import * as z from "zod";
import type { bulkKinds } from "@/db/schema/bulk-runs";
import { InventoryFilter } from "@/lib/domain/access-keys/schema";
import { asksFromNowhere, isInOrder, mayAsk, outOfOrder, SetDefaultLimitInput } from "@/lib/domain/limits/schema";
import { GroupName } from "@/lib/domain/policies/schema";
import { ListedFinding } from "@/lib/domain/security-overview/schema";
import { LabelChange } from "@/lib/domain/sub-accounts/label-rules";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { boundedText } from "@/lib/foundation/text-schema";

export type BulkKind = (typeof bulkKinds)[number];
/** What is done to sub-accounts that exist. */
export const bulkActs = [
  "disable",
  "enable",
  "end-sessions",
  "reset",
  "require-change",
  "require-factor",
  "join-group",
  "leave-group",
  "limit",
  "label",
  "delete",
] as const;
export type BulkAct = (typeof bulkActs)[number];

const { q, state, label, idle, factor, keys, limit, group } = SubAccountFilter.shape;

/** Rows of the list that were ticked, or all that its filter finds: fixed here, and looked at before anything happens. */
export const PlanBulkRunInput = z
  .strictObject({
    act: z.enum(bulkActs, "chooseOne"),
    names: z.array(z.string().max(64)).max(200).default([]),
    all: z.literal("on").optional(),
    ...{ q, state, label, idle, factor, keys, limit, group },
    /** Instead of the list's filter: the people of one finding. */
    finding: z.union([z.literal(""), ListedFinding]).catch(""),
  })
  .refine(({ names, all }) => all === "on" || names.length > 0, { path: ["names"], error: "bulkNothing" });
export type PlanBulkRunInput = z.output<typeof PlanBulkRunInput>;

/** Keys of the inventory that were ticked, or all that its view shows. */
export const PlanKeyDisablingInput = z
  .strictObject({
    ids: z.array(z.string().max(64)).max(200).default([]),
    all: z.literal("on").optional(),
    show: InventoryFilter.shape.show,
  })
  .refine(({ ids, all }) => all === "on" || ids.length > 0, { path: ["ids"], error: "bulkNoKeys" });
export type PlanKeyDisablingInput = z.output<typeof PlanKeyDisablingInput>;

const runId = z.uuid();
const { per, soft, hard, onSoft, stops } = SetDefaultLimitInput.shape;

/** What each act asks for beside the list; one schema, since one form has one action. */
export const StartBulkRunInput = z
  .strictObject({
    id: runId,
    reason: boundedText(200, { min: 0 }).default(""),
    labelKey: z.union([z.literal(""), LabelChange.key]).default(""),
    labelValue: LabelChange.value.default(""),
    groupName: z.union([z.literal(""), GroupName]).default(""),
    ...{ per: per.default("month"), soft, hard, onSoft, stops },
    typedCount: z.string().trim().max(10).default(""),
  })
  .refine(mayAsk, asksFromNowhere)
  .refine(isInOrder, outOfOrder);
export type StartBulkRunInput = z.output<typeof StartBulkRunInput>;

export const BulkRunInput = z.strictObject({ id: runId });

const listBytesMax = 5 * 1024 * 1024;

/** A pasted list, or a file of one. */
export const PlanCreationInput = z
  .strictObject({
    /** `generate`: each gets a password, handed over with the rest. */
    passwords: z.enum(["link", "generate"], "chooseOne").default("link"),
    accessKeys: z.literal("on").optional(),
    list: z.string().max(1_000_000, "tooLong").default(""),
    file: z.custom<File>((value) => value instanceof File, "fileMissing").optional(),
  })
  .refine(({ file }) => !file || file.size <= listBytesMax, { path: ["file"], error: "listTooLarge" });
export type PlanCreationInput = z.output<typeof PlanCreationInput>;

export const rowsShown = 200;
export const BulkRunView = z.object({ from: z.coerce.number().int().min(0).max(100_000).catch(0) });
export const isRunId = (text: string): boolean => runId.safeParse(text).success;
