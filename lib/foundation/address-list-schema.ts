import * as z from "zod";

/** RAM's IPItemsPerAKPolicyQuota. */
const addressesMax = 50;

const AddressText = z.string().max(4_000, "tooLong");
const wordsOf = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== "");

/** Addresses and ranges, one a line or with commas or spaces between; judged by the verb, which knows how they are written. */
export const AddressList = AddressText.transform(wordsOf).refine((words) => words.length <= addressesMax, {
  message: "tooManyAddresses",
  params: { max: addressesMax },
});

/** Several of them, kept apart by empty lines; the verb knows how many there may be. */
export const AddressLists = AddressText.transform((text) =>
  text
    .split(/\n\s*\n/)
    .map(wordsOf)
    .filter((words) => words.length > 0),
);

export const textOfAddressLists = (lists: readonly (readonly string[])[]) =>
  lists.map((list) => list.join("\n")).join("\n\n");
