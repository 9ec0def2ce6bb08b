import * as z from "zod";
import { boundedText } from "@/lib/foundation/text-schema";

/** Whose key: a sub-account's name, or nothing for the root user's own. */
const ownerName = z
  .string()
  .trim()
  .max(64, "tooLong")
  .transform((name) => name || null);
const keyId = z.string().trim().max(64, "invalid");

/** RAM's IPItemsPerAKPolicyQuota. */
const addressesMax = 50;
/** One a line, or separated by commas or spaces; judged by the verb, which knows how ranges are written. */
const addresses = z
  .string()
  .max(4_000, "tooLong")
  .transform((text) => text.split(/[\s,;]+/).filter((word) => word !== ""))
  .refine((words) => words.length <= addressesMax, { message: "tooManyAddresses", params: { max: addressesMax } });

const expiryChoices = ["30", "90", "180", "365", "none"] as const;
const expiresInDays = z
  .enum(expiryChoices, "chooseOne")
  .transform((choice) => (choice === "none" ? null : Number(choice)));

const details = {
  name: boundedText(64, { min: 0 }).default(""),
  note: boundedText(500, { min: 0, multiline: true }).default(""),
  addresses: addresses.default([]),
};

/** What a form sends; `addresses` and `expiresInDays` are read into lists and numbers. */
export const CreateAccessKeyInput = z.strictObject({ ownerName, ...details, expiresInDays });
export type CreateAccessKeyInput = z.output<typeof CreateAccessKeyInput>;

/** Changing a key: its expiry stays where `keep` is chosen. */
export const EditAccessKeyInput = z.strictObject({
  id: keyId,
  ownerName,
  ...details,
  expiresInDays: z.union([z.literal("keep"), expiresInDays], "chooseOne"),
});
export type EditAccessKeyInput = z.output<typeof EditAccessKeyInput>;

export const UpdateAccessKeyInput = z.strictObject({
  id: keyId,
  ownerName,
  state: z.enum(["active", "disabled"], "chooseOne"),
});
export type UpdateAccessKeyInput = z.output<typeof UpdateAccessKeyInput>;

export const DeleteAccessKeyInput = z.strictObject({ id: keyId, ownerName, typedId: z.string().trim().max(64) });
export type DeleteAccessKeyInput = z.output<typeof DeleteAccessKeyInput>;

/** One key and whose it is: what a signed call names it by. */
export interface NamedAccessKey {
  id: string;
  ownerName: string | null;
}
