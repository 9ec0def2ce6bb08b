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
export type PassStepUpForm = z.output<typeof PassStepUpForm>;
