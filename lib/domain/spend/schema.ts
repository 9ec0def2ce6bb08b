import * as z from "zod";
import { chargeCategories } from "@/db/schema/charges";

export const billSides = ["sub-account", "service", "sku", "category", "day"] as const;

/** A calendar month of the account's zone, as addresses carry it. */
export const Month = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/);

/** `~` for what is of none: goodwill, fees. */
const code = z
  .string()
  .regex(/^(?:~|[a-z0-9][a-z0-9.-]{0,63})$/)
  .catch("");
const day = z.iso.date().catch("");
const category = z.union([z.literal(""), z.enum(chargeCategories)]).catch("");

/** One side of a bill, or of a part of it. A bad address is a default and not an error. */
export const BillFilter = z.object({
  by: z.enum(billSides).catch("sub-account"),
  service: code,
  sku: code,
  category,
  day,
  size: z.enum(["25", "50", "100", "200"]).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type BillFilter = z.output<typeof BillFilter>;

export const changeParts = ["price", "volume", "new", "gone"] as const;

/** The bill's other view: what changed, or one part of it. Not this address for every other. */
export const ChangeFilter = z.object({
  by: z.literal("change"),
  part: z.enum(changeParts).or(z.literal("")).catch(""),
  service: code,
  sku: code,
  category,
  day,
});
export type ChangeFilter = z.output<typeof ChangeFilter>;

export const ChargeFilter = z.object({
  /** Empty: the running month. */
  month: Month.catch(""),
  /** A sub-account's; `~` for what the account itself is charged; empty for every one that may be seen. */
  name: z.string().max(64).catch(""),
  sku: code,
  category,
  day,
  /** Of one resource, by its whole name. */
  resource: z
    .string()
    .regex(/^acs:[\w:./-]{1,252}$/)
    .catch(""),
  /** The charges that one settlement took from the wallet. */
  settlement: z
    .string()
    .regex(/^\d{1,18}$/)
    .catch(""),
  size: z.enum(["25", "50", "100", "200"]).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type ChargeFilter = z.output<typeof ChargeFilter>;

/** Stands for the account itself where a sub-account's name would stand, and for no SKU: nothing can be called so. */
export const ofNone = "~";
