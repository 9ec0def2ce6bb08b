import "server-only";
import * as z from "zod";
import type { PasswordPolicy, SecurityPreference } from "@/lib/authorization/account-settings";
import { setPasswordPolicy } from "@/lib/domain/accounts/set-password-policy";
import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { getPasswordPolicy, getSecurityPreference } from "@/lib/domain/accounts/settings-queries";
import { ramAction } from "../ram-action";
import { optional, readJson, wire } from "../wire";

/** Ours → RAM's, whose spellings are contract. An omitted field takes its default. */
const policyFields = {
  minimumPasswordLength: "MinimumPasswordLength",
  requireLowercaseCharacters: "RequireLowercaseCharacters",
  requireUppercaseCharacters: "RequireUppercaseCharacters",
  requireNumbers: "RequireNumbers",
  requireSymbols: "RequireSymbols",
  maxPasswordAgeDays: "MaxPasswordAge",
  passwordReusePrevention: "PasswordReusePrevention",
  maxLoginAttempts: "MaxLoginAttemps",
} as const;

const basics = {
  MinimumPasswordLength: optional(wire.integer(8, 32)),
  RequireLowercaseCharacters: optional(wire.boolean),
  RequireUppercaseCharacters: optional(wire.boolean),
  RequireNumbers: optional(wire.boolean),
  RequireSymbols: optional(wire.boolean),
  MaxPasswordAge: optional(wire.integer(0, 1095)),
  PasswordReusePrevention: optional(wire.integer(0, 24)),
  MaxLoginAttemps: optional(wire.integer(0, 32)),
};

interface Basics {
  MinimumPasswordLength?: number | undefined;
  RequireLowercaseCharacters?: boolean | undefined;
  RequireUppercaseCharacters?: boolean | undefined;
  RequireNumbers?: boolean | undefined;
  RequireSymbols?: boolean | undefined;
  MaxPasswordAge?: number | undefined;
  PasswordReusePrevention?: number | undefined;
  MaxLoginAttemps?: number | undefined;
}

const inputOf = (said: Basics) => ({
  minimumPasswordLength: said.MinimumPasswordLength ?? 8,
  requireLowercaseCharacters: said.RequireLowercaseCharacters ?? false,
  requireUppercaseCharacters: said.RequireUppercaseCharacters ?? false,
  requireNumbers: said.RequireNumbers ?? false,
  requireSymbols: said.RequireSymbols ?? false,
  maxPasswordAgeDays: said.MaxPasswordAge ?? 0,
  passwordReusePrevention: said.PasswordReusePrevention ?? 0,
  maxLoginAttempts: said.MaxLoginAttemps ?? 0,
});
const wirePolicy = (policy: PasswordPolicy) =>
  Object.fromEntries(
    Object.entries(policyFields).map(([ours, rams]) => [rams, policy[ours as keyof typeof policyFields]]),
  );
const ramPolicy = (policy: PasswordPolicy) => ({
  PasswordPolicy: { ...wirePolicy(policy), HardExpiry: policy.hardExpire },
});
const imsPolicy = (policy: PasswordPolicy) => ({
  PasswordPolicy: {
    ...wirePolicy(policy),
    HardExpire: policy.hardExpire,
    MinimumPasswordDifferentCharacter: policy.minimumPasswordDifferentCharacter,
    PasswordNotContainUserName: policy.passwordNotContainUserName,
  },
});

const nothing = z.object({});
const noInput = () => undefined;

/** The request is flat, what comes back is nested. */
const switches = {
  AllowUserToChangePassword: optional(wire.boolean),
  AllowUserToManageAccessKeys: optional(wire.boolean),
  AllowUserToManageMFADevices: optional(wire.boolean),
  EnableSaveMFATicket: optional(wire.boolean),
  LoginSessionDuration: optional(wire.integer(1, 24)),
  LoginNetworkMasks: wire.text.max(512, "Length").optional(),
};
interface Switches {
  AllowUserToChangePassword?: boolean | undefined;
  AllowUserToManageAccessKeys?: boolean | undefined;
  AllowUserToManageMFADevices?: boolean | undefined;
  EnableSaveMFATicket?: boolean | undefined;
  LoginSessionDuration?: number | undefined;
  LoginNetworkMasks?: string | undefined;
}
const given = <T extends Record<string, unknown>>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
const switchesOf = (said: Switches) => ({
  allowUserToChangePassword: said.AllowUserToChangePassword,
  allowUserToManageAccessKeys: said.AllowUserToManageAccessKeys,
  allowUserToManageMfaDevices: said.AllowUserToManageMFADevices,
  enableSaveMfaTicket: said.EnableSaveMFATicket,
  loginSessionDurationHours: said.LoginSessionDuration,
  loginNetworkMasks: said.LoginNetworkMasks,
  // The mask is for sign-in to the console: a signed call locks nobody's key out.
  fromElsewhereToo: true,
});

const maskFields = { loginNetworkMasks: "LoginNetworkMasks" };

const profilePreference = (is: SecurityPreference) => ({
  AllowUserToChangePassword: is.allowUserToChangePassword,
  EnableSaveMFATicket: is.enableSaveMfaTicket,
  LoginNetworkMasks: is.loginNetworkMasks.join(";"),
  LoginSessionDuration: is.loginSessionDurationHours,
});
const shared = (is: SecurityPreference) => ({
  AccessKeyPreference: { AllowUserToManageAccessKeys: is.allowUserToManageAccessKeys },
  MFAPreference: { AllowUserToManageMFADevices: is.allowUserToManageMfaDevices },
});
const ramPreference = (is: SecurityPreference) => ({
  SecurityPreference: {
    ...shared(is),
    LoginProfilePreference: profilePreference(is),
    PublicKeyPreference: { AllowUserToManagePublicKeys: is.allowUserToManagePublicKeys },
  },
});
const imsPreference = (is: SecurityPreference) => ({
  SecurityPreference: {
    ...shared(is),
    LoginProfilePreference: {
      ...profilePreference(is),
      AllowUserToLoginWithPasskey: is.allowUserToLoginWithPasskey,
      MFAOperationForLogin: is.mfaOperationForLogin,
      OperationForRiskLogin: is.operationForRiskLogin,
    },
    PersonalInfoPreference: { AllowUserToManagePersonalDingTalk: is.allowUserToManagePersonalDingTalk },
    VerificationPreference: { VerificationTypes: [...is.verificationTypes] },
    MaxIdleDays: { MaxIdleDaysForUsers: 730, MaxIdleDaysForAccessKeys: 730 },
  },
});

export const ramSettingsActions = {
  GetPasswordPolicy: ramAction({ wire: nothing, input: noInput, verb: getPasswordPolicy, render: ramPolicy }),
  SetPasswordPolicy: ramAction({
    wire: z.object({ ...basics, HardExpiry: optional(wire.boolean) }),
    input: (said) => ({ ...inputOf(said), hardExpire: said.HardExpiry ?? false }),
    verb: setPasswordPolicy,
    render: ramPolicy,
  }),
  GetSecurityPreference: ramAction({
    wire: nothing,
    input: noInput,
    verb: getSecurityPreference,
    render: ramPreference,
  }),
  SetSecurityPreference: ramAction({
    wire: z.object({ ...switches, AllowUserToManagePublicKeys: optional(wire.boolean) }),
    input: (said) => given({ ...switchesOf(said), allowUserToManagePublicKeys: said.AllowUserToManagePublicKeys }),
    verb: setSecurityPreference,
    render: ramPreference,
    fields: maskFields,
  }),
};

/** A list as JSON text, or flattened as `VerificationTypes.1`. */
const VerificationTypes = optional(
  wire.text.transform((text, ctx) => {
    const parsed = z
      .array(z.enum(["sms", "email"]))
      .max(2)
      .safeParse(readJson(text));
    if (parsed.success) return parsed.data;
    ctx.addIssue({ code: "custom", message: "" });
    return z.NEVER;
  }),
);

export const imsSettingsActions = {
  GetPasswordPolicy: ramAction({ wire: nothing, input: noInput, verb: getPasswordPolicy, render: imsPolicy }),
  SetPasswordPolicy: ramAction({
    wire: z.object({
      ...basics,
      HardExpire: optional(wire.boolean),
      MinimumPasswordDifferentCharacter: optional(wire.integer(0, 8)),
      PasswordNotContainUserName: optional(wire.boolean),
    }),
    input: (said) => ({
      ...inputOf(said),
      hardExpire: said.HardExpire ?? false,
      minimumPasswordDifferentCharacter: said.MinimumPasswordDifferentCharacter ?? 0,
      passwordNotContainUserName: said.PasswordNotContainUserName ?? false,
    }),
    verb: setPasswordPolicy,
    render: imsPolicy,
  }),
  GetSecurityPreference: ramAction({
    wire: nothing,
    input: noInput,
    verb: getSecurityPreference,
    render: imsPreference,
  }),
  SetSecurityPreference: ramAction({
    wire: z.object({
      ...switches,
      AllowUserToLoginWithPasskey: optional(wire.boolean),
      AllowUserToManagePersonalDingTalk: optional(wire.boolean),
      MFAOperationForLogin: optional(z.enum(["mandatory", "independent", "adaptive"], "")),
      OperationForRiskLogin: optional(z.enum(["autonomous", "enforceVerify"], "")),
      VerificationTypes,
    }),
    input: (said) =>
      given({
        ...switchesOf(said),
        allowUserToLoginWithPasskey: said.AllowUserToLoginWithPasskey,
        allowUserToManagePersonalDingTalk: said.AllowUserToManagePersonalDingTalk,
        mfaOperationForLogin: said.MFAOperationForLogin,
        operationForRiskLogin: said.OperationForRiskLogin,
        verificationTypes: said.VerificationTypes,
      }),
    verb: setSecurityPreference,
    render: imsPreference,
    fields: maskFields,
  }),
};
