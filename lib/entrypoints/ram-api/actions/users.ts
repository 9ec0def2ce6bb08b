import "server-only";
import * as z from "zod";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { splitPhone } from "@/lib/domain/accounts/normalize-phone";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import { getSubAccount, listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { type RamCall, ramAction } from "../ram-action";
import { RamFault } from "../ram-fault";
import { readMarker, writeMarker } from "../ram-markers";
import { nameOfOne, nameOfPrincipal, principalNameOf } from "../ram-names";
import { clearable, maxItems, optional, wire, wireDate } from "../wire";

const fields = { name: "UserName", displayName: "DisplayName", email: "Email", phone: "MobilePhone", note: "Comments" };
const newFields = { displayName: "NewDisplayName", email: "NewEmail", phone: "NewMobilePhone", note: "NewComments" };
const imsFields = { ...fields, name: "UserPrincipalName" };

const details = {
  DisplayName: optional(wire.displayName),
  MobilePhone: optional(wire.mobilePhone),
  Email: optional(wire.email),
  Comments: optional(wire.comments),
};
const newDetails = {
  NewDisplayName: clearable(wire.displayName),
  NewMobilePhone: clearable(wire.mobilePhone),
  NewEmail: clearable(wire.email),
  NewComments: clearable(wire.comments),
};
type NewDetails = { [name in keyof typeof newDetails]?: string | undefined };

const dialled = (phone: string | undefined) => (phone ? `+${phone.replace("-", "")}` : (phone ?? ""));

interface Details {
  DisplayName?: string | undefined;
  MobilePhone?: string | undefined;
  Email?: string | undefined;
  Comments?: string | undefined;
}

const creation = (name: string, said: Details) => ({
  name,
  displayName: said.DisplayName ?? "",
  email: said.Email ?? "",
  phone: dialled(said.MobilePhone),
  note: said.Comments ?? "",
  labels: [],
  consoleSignIn: false,
  passwordChoice: "generate" as const,
  password: "",
  mustChange: false,
  accessKey: false,
  keyExpiresInDays: null,
});

const change = (name: string, said: NewDetails) => ({
  name,
  ...(said.NewDisplayName !== undefined && { displayName: said.NewDisplayName }),
  ...(said.NewEmail !== undefined && { email: said.NewEmail }),
  ...(said.NewMobilePhone !== undefined && { phone: dialled(said.NewMobilePhone) }),
  ...(said.NewComments !== undefined && { note: said.NewComments }),
});

type Person = Pick<
  SubAccountView,
  "ramId" | "name" | "displayName" | "email" | "phone" | "note" | "createdAt" | "updatedAt" | "lastSignInAt"
>;

const person = ({ ramId, displayName, phone, email, note, createdAt }: Person) => ({
  UserId: ramId,
  DisplayName: displayName,
  MobilePhone: splitPhone(phone),
  Email: email,
  Comments: note,
  CreateDate: wireDate(createdAt),
});
const ramUser = (row: Person) => ({ UserName: row.name, ...person(row) });
const imsUser = (row: Person, call: RamCall) => ({
  UserPrincipalName: principalNameOf(row.name, call),
  ...person(row),
  UpdateDate: wireDate(row.updatedAt),
  LastLoginDate: wireDate(row.lastSignInAt),
  ProvisionType: "Manual",
});

/** A name never changes: said again it is accepted, another is refused. */
function requireSameName(name: string, said: string | undefined, code: string): void {
  if (said === undefined || said === "" || said === name) return;
  throw new RamFault(400, `NotSupport.${code}`, "The name of a sub-account never changes.");
}

const remove = (name: string) => ({ name, typedName: name, unlessInUse: true });
const pageOf = (
  call: RamCall,
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems: number },
  state = "",
) => ({
  q: "",
  label: "",
  idle: "" as const,
  factor: "" as const,
  keys: "" as const,
  limit: "" as const,
  group: "",
  state: state as "" | "active" | "disabled",
  sort: "name" as const,
  size: MaxItems,
  cursor: readMarker(call, Marker, state),
});

/** RAM's list is of everybody or refused; the console's shows a sub-account itself. */
function listEverybody(ctx: Context, page: ReturnType<typeof pageOf>) {
  authorize(ctx, "ram:ListUsers", anySubAccount(ctx));
  return listSubAccounts(ctx, page);
}

export const ramUserActions = {
  CreateUser: ramAction({
    wire: z.object({ UserName: wire.newUserName, ...details }),
    input: (said) => creation(said.UserName, said),
    verb: createSubAccount,
    render: ({ subAccount }) => ({ User: ramUser(subAccount) }),
    fields,
  }),
  GetUser: ramAction({
    wire: z.object({ UserName: wire.userName }),
    input: ({ UserName }) => UserName,
    verb: (ctx, name) => getSubAccount(ctx, name),
    render: (row) => ({
      User: { ...ramUser(row), UpdateDate: wireDate(row.updatedAt), LastLoginDate: wireDate(row.lastSignInAt) },
    }),
    fields,
  }),
  UpdateUser: ramAction({
    wire: z.object({ UserName: wire.userName, NewUserName: optional(wire.userName), ...newDetails }),
    input: (said) => {
      requireSameName(said.UserName, said.NewUserName, "NewUserName");
      return change(said.UserName, said);
    },
    verb: editSubAccount,
    render: (row) => ({ User: { ...ramUser({ ...row }), UpdateDate: wireDate(row.updatedAt) } }),
    fields: newFields,
  }),
  DeleteUser: ramAction({
    wire: z.object({ UserName: wire.userName }),
    input: ({ UserName }) => remove(UserName),
    verb: deleteSubAccount,
  }),
  ListUsers: ramAction({
    wire: z.object({ Marker: optional(wire.text), MaxItems: maxItems() }),
    input: (said, call) => pageOf(call, said),
    verb: listEverybody,
    render: ({ rows, older }, _said, call) => ({
      Users: { User: rows.map((row) => ({ ...ramUser(row), UpdateDate: wireDate(row.updatedAt) })) },
      ...writeMarker(call, older),
    }),
  }),
};

const whom = { UserPrincipalName: optional(wire.text), UserId: optional(wire.text) };
const states: Readonly<Record<string, string>> = { active: "active", freeze: "disabled", "active,freeze": "" };
const Status = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.enum(["active", "freeze", "active,freeze"], "").default("active"),
);
const statusOf = ({ state }: SubAccountView) => (state === "active" ? "active" : "freeze");

export const imsUserActions = {
  CreateUser: ramAction({
    wire: z.object({ UserPrincipalName: wire.text, ...details, DisplayName: wire.displayName }),
    input: (said, call) => {
      const name = nameOfPrincipal(said.UserPrincipalName, call);
      const issue = wire.newUserName.safeParse(name).error?.issues[0]?.message;
      if (issue) throw new RamFault(400, `InvalidParameter.UserPrincipalName.${issue}`, "This name cannot be used.");
      return creation(name, said);
    },
    verb: createSubAccount,
    render: ({ subAccount }, _said, call) => ({ User: { ...imsUser(subAccount, call), Tags: { Tag: [] } } }),
    fields: imsFields,
  }),
  GetUser: ramAction({
    wire: z.object({ ...whom, UserAccessKeyId: optional(wire.keyId) }),
    input: nameOfOne,
    verb: (ctx, name) => getSubAccount(ctx, name),
    render: (row, _said, call) => ({ User: { ...imsUser(row, call), UserName: row.name, Tags: { Tag: [] } } }),
    fields: imsFields,
  }),
  UpdateUser: ramAction({
    wire: z.object({ ...whom, NewUserPrincipalName: optional(wire.text), ...newDetails }),
    input: async ({ UserPrincipalName, UserId, ...said }, call) => {
      const name = await nameOfOne({ UserPrincipalName, UserId }, call);
      const next = said.NewUserPrincipalName;
      requireSameName(name, next && nameOfPrincipal(next, call), "NewUserPrincipalName");
      return change(name, said);
    },
    verb: editSubAccount,
    render: (row, _said, call) => ({ User: imsUser(row, call) }),
    fields: newFields,
  }),
  DeleteUser: ramAction({
    wire: z.object(whom),
    input: async (said, call) => remove(await nameOfOne(said, call)),
    verb: deleteSubAccount,
  }),
  ListUsers: ramAction({
    wire: z.object({ Status, Marker: optional(wire.text), MaxItems: maxItems(1000) }),
    input: (said, call) => pageOf(call, said, states[said.Status]),
    verb: listEverybody,
    render: ({ rows, older }, said, call) => ({
      Users: {
        User: rows.map((row) => ({ ...imsUser(row, call), Status: statusOf(row), Tags: { Tag: [] } })),
      },
      ...writeMarker(call, older, states[said.Status]),
    }),
  }),
  ListUserBasicInfos: ramAction({
    wire: z.object({ Status, Marker: optional(wire.text), MaxItems: maxItems(1000) }),
    input: (said, call) => pageOf(call, said, states[said.Status]),
    verb: listEverybody,
    render: ({ rows, older }, said, call) => ({
      UserBasicInfos: {
        UserBasicInfo: rows.map((row) => ({
          UserId: row.ramId,
          UserPrincipalName: principalNameOf(row.name, call),
          DisplayName: row.displayName,
          Status: statusOf(row),
        })),
      },
      ...writeMarker(call, older, states[said.Status]),
    }),
  }),
};
