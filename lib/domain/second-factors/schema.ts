import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

const id = z.uuid("required");

export const SendStepUpCodeForm = z.strictObject({ id, channel: z.enum(["mail", "sms"], "chooseOne") });

const base64url = (max: number) =>
  z
    .string()
    .max(max, "passkeyWrong")
    .regex(/^[\w-]+$/, "passkeyWrong");
const transports = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;

/** What a browser says for an authenticator, as text; whatever else it says is left out. */
const answerOf = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .max(16_384, "passkeyWrong")
    .transform((text, issues) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        issues.addIssue({ code: "custom", message: "passkeyWrong" });
        return z.NEVER;
      }
    })
    .pipe(shape);

const credential = { id: base64url(1400), rawId: base64url(1400), type: z.literal("public-key", "passkeyWrong") };
const extensions = { clientExtensionResults: z.looseObject({}, "passkeyWrong") };

export const PasskeyAnswer = z.object({
  ...credential,
  ...extensions,
  response: z.object(
    {
      clientDataJSON: base64url(4096),
      authenticatorData: base64url(4096),
      signature: base64url(4096),
      userHandle: base64url(128).optional(),
    },
    "passkeyWrong",
  ),
});
export type PasskeyAnswer = z.output<typeof PasskeyAnswer>;

const NewPasskeyAnswer = z.object({
  ...credential,
  ...extensions,
  response: z.object(
    {
      clientDataJSON: base64url(4096),
      attestationObject: base64url(12_000),
      transports: z
        .array(z.string())
        .max(16)
        .default([])
        .transform((said) => transports.filter((one) => said.includes(one))),
    },
    "passkeyWrong",
  ),
});
export type NewPasskeyAnswer = z.output<typeof NewPasskeyAnswer>;

/** Of one's own, for oneself: whatever a person writes. */
const passkeyName = z
  .string()
  .trim()
  .min(1, "required")
  .max(64, "tooLong")
  .refine((name) => !/[\p{Cc}\p{Cs}]/u.test(name), "textCharacters");

export const BeginPasskeyForm = z.strictObject({ name: passkeyName });
export const BindPasskeyForm = z.strictObject({ name: passkeyName, passkey: answerOf(NewPasskeyAnswer) });
export type BindPasskeyForm = z.output<typeof BindPasskeyForm>;
export const RenamePasskeyForm = z.strictObject({ id, name: passkeyName });
const passkeyField = answerOf(PasskeyAnswer);
export const PasskeyDoorForm = z.strictObject({ passkey: passkeyField, next: z.string().max(512).catch("") });

/** A proof, whatever it is made of; the verb takes the fields of its method and no others. */
export const PassStepUpForm = z.strictObject({
  id,
  method: z.enum(["totp", "passkey", "recovery-code", "code", "password-code", "password"], "chooseOne"),
  code: z.string().trim().max(64, "tooLong").default(""),
  password: z.string().max(1024, "tooLong").default(""),
  passkey: passkeyField.optional(),
});
const totpCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, "code");

export const BindTotpForm = z.strictObject({ first: totpCode, second: totpCode });

export const PassSecondFactorForm = z
  .strictObject({
    method: z.enum(["totp", "passkey", "recovery-code"], "chooseOne"),
    code: z.string().trim().max(64, "tooLong").default(""),
    passkey: passkeyField.optional(),
    remember: z.preprocess((value) => value === "on", z.boolean()),
    next: z.string().max(512).catch(""),
  })
  .refine(({ method, code }) => method === "passkey" || code !== "", { path: ["code"], error: "required" });
export type PassSecondFactorForm = z.output<typeof PassSecondFactorForm>;

/** By an operator: what was wrong, and that the person showed what the account was verified by. */
export const ResetRootFactorsForm = z.strictObject({
  accountId: z.uuid("required").transform((id) => id as AccountId),
  reason: boundedText(200),
  proofSeen: z.literal("on", "proofFirst"),
});

export const NothingForm = z.strictObject({});
export const FactorForm = z.strictObject({ id });

export type PassStepUpForm = z.output<typeof PassStepUpForm>;
