import * as z from "zod";
import { AccountName } from "./account-name-rules";

/** A box of a form, or a client's boolean. */
const onOff = z.preprocess((value) => value === "on" || value === true, z.boolean());

/** A whole number within RAM's range, as a form or a client sends it. */
function whole(min: number, max: number) {
  const read = (value: unknown) => (typeof value === "string" && /^ *\d{1,6} *$/.test(value) ? Number(value) : value);
  const inRange = z.int("numberRange").min(min, "numberRange").max(max, "numberRange");
  return z.preprocess(
    read,
    z.unknown().transform((value, issues) => {
      const found = inRange.safeParse(value);
      if (found.success) return found.data;
      issues.addIssue({ code: "custom", message: "numberRange", params: { min, max } });
      return z.NEVER;
    }),
  );
}

/** RAM's ranges and defaults (ram-api §9); what is left out takes its default. */
export const PasswordPolicyInput = z.strictObject({
  minimumPasswordLength: whole(8, 32).default(8),
  requireLowercaseCharacters: onOff.default(false),
  requireUppercaseCharacters: onOff.default(false),
  requireNumbers: onOff.default(false),
  requireSymbols: onOff.default(false),
  minimumPasswordDifferentCharacter: whole(0, 8).default(0),
  passwordNotContainUserName: onOff.default(false),
  maxPasswordAgeDays: whole(0, 1095).default(0),
  hardExpire: onOff.default(false),
  passwordReusePrevention: whole(0, 24).default(0),
  maxLoginAttempts: whole(0, 32).default(0),
});
export type PasswordPolicyInput = z.output<typeof PasswordPolicyInput>;

const switches = {
  allowUserToChangePassword: onOff,
  allowUserToLoginWithPasskey: onOff,
  allowUserToManageAccessKeys: onOff,
  allowUserToManageMfaDevices: onOff,
  allowUserToManagePublicKeys: onOff,
  enableSaveMfaTicket: onOff,
};

const choices = {
  mfaOperationForLogin: z.enum(["mandatory", "independent", "adaptive"], "chooseOne"),
  loginSessionDurationHours: whole(1, 24),
};

const box = onOff.default(false);

/** The one form of the switches, where a box that is not ticked says no. */
export const SecurityPreferenceForm = z.strictObject({
  allowUserToChangePassword: box,
  allowUserToLoginWithPasskey: box,
  allowUserToManageAccessKeys: box,
  allowUserToManageMfaDevices: box,
  allowUserToManagePublicKeys: box,
  enableSaveMfaTicket: box,
  ...choices,
});

export const LoginMaskForm = z.strictObject({
  loginNetworkMasks: z.string().max(2048, "tooLong").default(""),
  fromElsewhereToo: onOff.default(false),
});

export const AliasForm = z.strictObject({ alias: AccountName });

/** What is left out stays as it is. */
export const SecurityPreferenceInput = z
  .strictObject({
    ...switches,
    ...choices,
    allowUserToManagePersonalDingTalk: onOff,
    operationForRiskLogin: z.enum(["autonomous", "enforceVerify"], "chooseOne"),
    verificationTypes: z.array(z.enum(["sms", "email"])).max(2),
    /** Addresses and ranges, separated by `;` as RAM writes them, by commas or by space. */
    loginNetworkMasks: z.string().max(2048, "tooLong"),
    /** The root user knows that its own address is outside the mask: it stays signed in, sub-accounts there do not. */
    fromElsewhereToo: onOff,
  })
  .partial();
export type SecurityPreferenceInput = z.output<typeof SecurityPreferenceInput>;
