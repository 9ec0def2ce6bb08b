import * as z from "zod";
import { boundedText } from "@/lib/foundation/text-schema";

const subAccountName = z.string().trim().min(1, "required").max(64, "tooLong");
const id = z.uuid("invalid");

const expiryChoices = ["30", "90", "180", "365", "none"] as const;
const expiresInDays = z
  .enum(expiryChoices, "chooseOne")
  .transform((choice) => (choice === "none" ? null : Number(choice)));

/** Larger than any key: the parser says what is wrong with a text, even with a pasted private key. */
const publicKeyText = z.string("required").max(16_384, "sshTooLong");

export const UploadPublicKeyInput = z.strictObject({
  subAccountName,
  name: boundedText(64, { min: 0 }).default(""),
  publicKey: publicKeyText,
  expiresInDays,
});
export type UploadPublicKeyInput = z.output<typeof UploadPublicKeyInput>;

export const UpdatePublicKeyInput = z.strictObject({
  subAccountName,
  id,
  name: boundedText(64),
  expiresInDays: z.union([z.literal("keep"), expiresInDays], "chooseOne"),
});
export type UpdatePublicKeyInput = z.output<typeof UpdatePublicKeyInput>;

export const DeletePublicKeyInput = z.strictObject({ subAccountName, id });
export type DeletePublicKeyInput = z.output<typeof DeletePublicKeyInput>;

/** The inventory's address: every field falls back. `fingerprint` is what `ssh` or a server's log shows. */
export const PublicKeyFilter = z.object({
  fingerprint: z
    .string()
    .trim()
    .max(128)
    .regex(/^[\x20-\x7e]*$/)
    .catch(""),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type PublicKeyFilter = z.output<typeof PublicKeyFilter>;
