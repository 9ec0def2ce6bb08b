import * as z from "zod";

const id = z.uuid("required");

export const SendStepUpCodeForm = z.strictObject({ id, channel: z.enum(["mail", "sms"], "chooseOne") });

/** A proof, whatever it is made of; the verb takes the fields of its method and no others. */
export const PassStepUpForm = z.strictObject({
  id,
  method: z.enum(["totp", "recovery-code", "code", "password-code", "password"], "chooseOne"),
  code: z.string().trim().max(64, "tooLong").default(""),
  password: z.string().max(1024, "tooLong").default(""),
});
const totpCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, "code");

export const BindTotpForm = z.strictObject({ first: totpCode, second: totpCode });

export const PassSecondFactorForm = z.strictObject({
  method: z.enum(["totp", "recovery-code"], "chooseOne"),
  code: z.string().trim().min(1, "required").max(64, "tooLong"),
  remember: z.preprocess((value) => value === "on", z.boolean()),
  next: z.string().max(512).catch(""),
});
export type PassSecondFactorForm = z.output<typeof PassSecondFactorForm>;

export const NothingForm = z.strictObject({});
export const FactorForm = z.strictObject({ id });

export type PassStepUpForm = z.output<typeof PassStepUpForm>;
