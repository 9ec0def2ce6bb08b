import * as z from "zod";

/** RAM's IPItemsPerAKPolicyQuota. */
const addressesMax = 50;

/** Addresses and ranges, one a line or with commas or spaces between; judged by the verb, which knows how they are written. */
export const AddressList = z
  .string()
  .max(4_000, "tooLong")
  .transform((text) => text.split(/[\s,;]+/).filter((word) => word !== ""))
  .refine((words) => words.length <= addressesMax, { message: "tooManyAddresses", params: { max: addressesMax } });
