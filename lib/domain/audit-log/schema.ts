import * as z from "zod";

export const auditResultFilters = ["", "allowed", "refused", "failed"] as const;

/** PostgreSQL takes neither NUL nor half a surrogate pair, and nothing in the log has them. */
const exact = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
    .catch("");
const day = z.iso.date().catch("");
const id = z.union([z.literal(""), z.uuid()]).catch("");

/** The log's address: every field falls back, so that a bad URL is a default and not an error. All of them must match. */
export const AuditFilter = z.object({
  /** A sub-account: what it did and what was done to it. */
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,49}$/)
    .catch(""),
  actor: exact(320),
  action: z
    .string()
    .regex(/^[a-z]+:[A-Za-z]{1,64}$/)
    .catch(""),
  target: exact(320),
  result: z.enum(auditResultFilters).catch(""),
  ip: exact(64),
  session: id,
  request: exact(64),
  /** The first and the last day shown, in UTC. */
  from: day,
  until: day,
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type AuditFilter = z.output<typeof AuditFilter>;

/** An account's name narrows the operators' view to its log; empty: all accounts. */
export const OperatorAuditFilter = AuditFilter.extend({
  of: z.enum(["platform", "accounts"]).catch("platform"),
  account: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .catch(""),
});
export type OperatorAuditFilter = z.output<typeof OperatorAuditFilter>;

export const ExportAuditEventsInput = AuditFilter.omit({ cursor: true }).extend({ format: z.enum(["csv", "jsonl"]) });
export type ExportAuditEventsInput = z.output<typeof ExportAuditEventsInput>;

export const ExportOperatorAuditInput = OperatorAuditFilter.omit({ cursor: true }).extend({
  format: z.enum(["csv", "jsonl"]),
});
export type ExportOperatorAuditInput = z.output<typeof ExportOperatorAuditInput>;
