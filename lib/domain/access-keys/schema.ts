import * as z from "zod";
import { AddressLists } from "@/lib/foundation/address-list-schema";
import { boundedText } from "@/lib/foundation/text-schema";

/** Whose key: a sub-account's name, or nothing for the root user's own. */
const ownerName = z
  .string()
  .trim()
  .max(64, "tooLong")
  .transform((name) => name || null);
const keyId = z.string().trim().max(64, "invalid");

const expiryChoices = ["30", "90", "180", "365", "none"] as const;
export const expiresInDays = z
  .enum(expiryChoices, "chooseOne")
  .transform((choice) => (choice === "none" ? null : Number(choice)));

const details = {
  name: boundedText(64, { min: 0 }).default(""),
  note: boundedText(500, { min: 0, multiline: true }).default(""),
  addresses: AddressLists.default([]),
};

/** What a form sends; `addresses` and `expiresInDays` are read into lists and numbers. */
export const CreateAccessKeyInput = z.strictObject({ ownerName, ...details, expiresInDays });
export type CreateAccessKeyInput = z.output<typeof CreateAccessKeyInput>;

/** The create page's address: whose key it is to be. */
export const CreateKeyView = z.object({ owner: z.string().trim().max(64).catch("") });

/** Changing a key: its expiry stays where `keep` is chosen. */
export const EditAccessKeyInput = z.strictObject({
  id: keyId,
  ownerName,
  ...details,
  expiresInDays: z.union([z.literal("keep"), expiresInDays], "chooseOne"),
});
export type EditAccessKeyInput = z.output<typeof EditAccessKeyInput>;

/** The network policy of all keys of the account, as a form says it. */
export const KeyNetworkForm = z.strictObject({
  networkPolicy: AddressLists.default([]),
  active: z.preprocess((value) => value === "on" || value === true, z.boolean()).default(false),
});

/** How long both keys work, in hours: none, an hour, a day, a week, thirty days. */
const graceChoices = ["0", "1", "24", "168", "720"] as const;

export const RotateAccessKeyInput = z.strictObject({
  id: keyId,
  ownerName,
  graceHours: z.enum(graceChoices, "chooseOne").transform(Number),
  /** The other active key, where both places are taken: it stops now. */
  retires: keyId.default(""),
});
export type RotateAccessKeyInput = z.output<typeof RotateAccessKeyInput>;

/** A text in which keys may stand: a log, a commit, a message. */
export const LeakedTextInput = z.strictObject({ text: z.string().min(1, "required").max(50_000, "tooLong") });

export const inventoryViews = ["all", "active", "never-used", "unused", "old", "expiring", "disabled"] as const;

/** The inventory's address: every field falls back to its default. */
export const InventoryFilter = z.object({
  show: z.enum(inventoryViews).catch("all"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type InventoryFilter = z.output<typeof InventoryFilter>;

export const NamedAccessKeyInput = z.strictObject({ id: keyId, ownerName });

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
