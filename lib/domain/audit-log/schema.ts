import * as z from "zod";

/** The log's address: every field falls back, so that a bad URL is a default and not an error. */
export const AuditFilter = z.object({
  /** A sub-account: what it did and what was done to it. */
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,49}$/)
    .catch(""),
  /** The last day shown, in UTC. */
  until: z.iso.date().catch(""),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type AuditFilter = z.output<typeof AuditFilter>;
