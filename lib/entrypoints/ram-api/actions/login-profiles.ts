import "server-only";
import * as z from "zod";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { changePassword } from "@/lib/domain/sign-in/change-password";
import { createLoginProfile } from "@/lib/domain/sub-accounts/create-login-profile";
import { getLoginProfile, type LoginProfileView } from "@/lib/domain/sub-accounts/login-profile-queries";
import { removeLoginProfile } from "@/lib/domain/sub-accounts/set-login-profile";
import { updateLoginProfile } from "@/lib/domain/sub-accounts/update-login-profile";
import { type RamCall, ramAction } from "../ram-action";
import { RamFault } from "../ram-fault";
import { nameOfPrincipal, principalNameOf } from "../ram-names";
import { optional, wire, wireDate } from "../wire";

const switches = {
  PasswordResetRequired: optional(wire.boolean),
  MFABindRequired: optional(wire.boolean),
};
const fields = { password: "Password" };

interface Said {
  Password?: string | undefined;
  PasswordResetRequired?: boolean | undefined;
  MFABindRequired?: boolean | undefined;
}

const creation = (name: string, said: Said & { Password: string }) => ({
  name,
  password: said.Password,
  passwordResetRequired: said.PasswordResetRequired ?? false,
  mfaBindRequired: said.MFABindRequired ?? false,
});
const change = (name: string, said: Said) => ({
  name,
  ...(said.Password !== undefined && { password: said.Password }),
  ...(said.PasswordResetRequired !== undefined && { passwordResetRequired: said.PasswordResetRequired }),
  ...(said.MFABindRequired !== undefined && { mfaBindRequired: said.MFABindRequired }),
});

const profile = ({ passwordResetRequired, mfaBindRequired }: LoginProfileView) => ({
  PasswordResetRequired: passwordResetRequired,
  MFABindRequired: mfaBindRequired,
});
const ramProfile = (row: LoginProfileView) => ({
  LoginProfile: { UserName: row.name, ...profile(row), CreateDate: wireDate(row.createdAt) },
});
const imsProfile = (row: LoginProfileView, call: RamCall) => ({
  UserPrincipalName: principalNameOf(row.name, call),
  ...profile(row),
  Status: "Active",
  UpdateDate: wireDate(row.passwordChangedAt),
});

/** Only a sub-account has a password here: the root user's is changed in the console. */
function ownPassword(ctx: Context, input: { current: string; password: string }) {
  if (!actingSubAccount(ctx.actor)) throw new RamFault(400, "NotSupport.Account", "The root user cannot do this.");
  return changePassword(ctx, input);
}

const ChangePassword = ramAction({
  wire: z.object({ OldPassword: wire.password, NewPassword: wire.password }),
  input: ({ OldPassword, NewPassword }) => ({ current: OldPassword, password: NewPassword }),
  verb: ownPassword,
  fields: { current: "OldPassword", password: "NewPassword" },
});

export const ramLoginProfileActions = {
  CreateLoginProfile: ramAction({
    wire: z.object({ UserName: wire.userName, Password: wire.password, ...switches }),
    input: (said) => creation(said.UserName, said),
    verb: createLoginProfile,
    render: ramProfile,
    fields,
  }),
  GetLoginProfile: ramAction({
    wire: z.object({ UserName: wire.userName }),
    input: ({ UserName }) => UserName,
    verb: getLoginProfile,
    render: ramProfile,
  }),
  UpdateLoginProfile: ramAction({
    wire: z.object({ UserName: wire.userName, Password: optional(wire.password), ...switches }),
    input: (said) => change(said.UserName, said),
    verb: updateLoginProfile,
    fields,
  }),
  DeleteLoginProfile: ramAction({
    wire: z.object({ UserName: wire.userName }),
    input: ({ UserName }) => ({ name: UserName, mustExist: true }),
    verb: removeLoginProfile,
  }),
  ChangePassword,
};

const principal = { UserPrincipalName: wire.text };
/** An inactive profile would be one that nobody can use: to turn sign-in off, the profile is deleted. */
const Status = optional(z.enum(["Active"], ""));

export const imsLoginProfileActions = {
  CreateLoginProfile: ramAction({
    wire: z.object({ ...principal, Password: wire.password, ...switches, Status }),
    input: (said, call) => creation(nameOfPrincipal(said.UserPrincipalName, call), said),
    verb: createLoginProfile,
    render: (row, _said, call) => ({ LoginProfile: imsProfile(row, call) }),
    fields,
  }),
  GetLoginProfile: ramAction({
    wire: z.object(principal),
    input: ({ UserPrincipalName }, call) => nameOfPrincipal(UserPrincipalName, call),
    verb: getLoginProfile,
    render: (row, _said, call) => ({
      LoginProfile: {
        ...imsProfile(row, call),
        AutoDisableLoginStatus: "",
        LastLoginTime: wireDate(row.lastSignInAt),
      },
    }),
  }),
  UpdateLoginProfile: ramAction({
    wire: z.object({ ...principal, Password: optional(wire.password), ...switches, Status }),
    input: (said, call) => change(nameOfPrincipal(said.UserPrincipalName, call), said),
    verb: updateLoginProfile,
    render: (row, _said, call) => ({ LoginProfile: { ...imsProfile(row, call), AutoDisableLoginStatus: "" } }),
    fields,
  }),
  DeleteLoginProfile: ramAction({
    wire: z.object(principal),
    input: ({ UserPrincipalName }, call) => ({
      name: nameOfPrincipal(UserPrincipalName, call),
      mustExist: true,
    }),
    verb: removeLoginProfile,
  }),
  ChangePassword,
};
