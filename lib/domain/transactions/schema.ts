import * as z from "zod";
import { transferKinds } from "@/db/schema/transfers";
import { type Micros, parseMicros } from "@/lib/foundation/money";

const amount = z
  .string()
  .trim()
  .transform((text): Micros | undefined => {
    const value = parseMicros(text);
    return value !== undefined && value > 0n ? value : undefined;
  })
  .catch(undefined);

/** The list's address: a bad URL is a default and not an error. */
export const TransactionFilter = z.object({
  kind: z.union([z.literal(""), z.enum(transferKinds)]).catch(""),
  name: z.string().trim().max(64).catch(""),
  /** Local days, both included. */
  from: z.iso.date().catch(""),
  until: z.iso.date().catch(""),
  /** The bill it pays for. */
  month: z
    .string()
    .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)
    .catch(""),
  /** A top-up's or a payout's reference, whole. */
  reference: z.string().trim().max(200).catch(""),
  min: amount,
  max: amount,
  /** Totals of any number of lines, however long it takes. */
  exact: z.literal("1").optional().catch(undefined),
  size: z.enum(["25", "50", "100", "200"]).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type TransactionFilter = z.output<typeof TransactionFilter>;

export { transferKinds };
