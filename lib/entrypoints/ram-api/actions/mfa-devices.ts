import "server-only";
import * as z from "zod";
import { bindMfaDevice } from "@/lib/domain/second-factors/bind-mfa-device";
import { createMfaDevice } from "@/lib/domain/second-factors/create-mfa-device";
import { deleteMfaDevice } from "@/lib/domain/second-factors/delete-mfa-device";
import { getAccountMfaInfo, getMfaInfo, listMfaDevices } from "@/lib/domain/second-factors/mfa-device-queries";
import { unbindMfaDevice } from "@/lib/domain/second-factors/unbind-mfa-device";
import { DomainError } from "@/lib/foundation/errors";
import { drawQrPng } from "../draw-qr-png";
import { type RamCall, ramAction } from "../ram-action";
import { invalidParameter } from "../ram-fault";
import { readMarker, writeMarker } from "../ram-markers";
import { nameOfPrincipal, principalNameOf } from "../ram-names";
import { maxItems, optional, wire, wireDate } from "../wire";

const prefixOf = ({ ctx }: RamCall) => `acs:ram::${ctx.account.uid}:mfa/`;
const serialOf = (name: string, call: RamCall) => `${prefixOf(call)}${name}`;
/** Another account's serial number stands as it is, which no device of this account is called. */
const nameOfSerial = (serial: string, call: RamCall) =>
  serial.startsWith(prefixOf(call)) ? serial.slice(prefixOf(call).length) : serial;

const kinds = { totp: "VMFA", passkey: "U2F" };
const serial = { SerialNumber: wire.text.max(256, "") };
const codes = { AuthenticationCode1: wire.text, AuthenticationCode2: wire.text };

/** RAM's word for both parameters. */
function requireCode(code: string): string {
  if (!/^\d{6}$/.test(code)) throw invalidParameter("AuthenticationCode", "Format");
  return code;
}

type Whose = "UserName" | "UserPrincipalName";

/** The actions of one of the two APIs, which differ in how they say whose device it is. */
function deviceActions<W extends Whose>(
  whose: W,
  user: z.ZodType<string>,
  nameIn: (said: string, call: RamCall) => string,
) {
  const of = { [whose]: user };
  const userIn = (said: Record<string, unknown>, call: RamCall) => nameIn(said[whose] as string, call);
  return {
    CreateVirtualMFADevice: ramAction({
      wire: z.object({ VirtualMFADeviceName: wire.deviceName }),
      input: ({ VirtualMFADeviceName }) => ({ name: VirtualMFADeviceName }),
      verb: createMfaDevice,
      render: ({ seed, uri }, { VirtualMFADeviceName }, call) => ({
        VirtualMFADevice: {
          SerialNumber: serialOf(VirtualMFADeviceName, call),
          Base32StringSeed: seed,
          QRCodePNG: drawQrPng(uri).toString("base64"),
        },
      }),
    }),
    DeleteVirtualMFADevice: ramAction({
      wire: z.object(serial),
      input: ({ SerialNumber }, call) => ({ name: nameOfSerial(SerialNumber, call) }),
      verb: deleteMfaDevice,
      codes: { "conflict deviceBound": "DeleteConflict.VirtualMFADevice.User" },
    }),
    BindMFADevice: ramAction({
      wire: z.object({ ...serial, ...codes, ...of }),
      input: (said, call) => ({
        deviceName: nameOfSerial(said.SerialNumber, call),
        userName: userIn(said, call),
        first: requireCode(said.AuthenticationCode1),
        second: requireCode(said.AuthenticationCode2),
      }),
      verb: bindMfaDevice,
      codes: {
        "already-exists deviceBound": "EntityAlreadyExists.VirtualMFADevice.User",
        "already-exists totpBound": "EntityAlreadyExists.User.MFADevice",
      },
    }),
    UnbindMFADevice: ramAction({
      wire: z.object(of),
      input: (said, call) => ({ userName: userIn(said, call) }),
      verb: unbindMfaDevice,
      render: ({ name }, _said, call) => ({ MFADevice: { SerialNumber: serialOf(name, call) } }),
    }),
  };
}

export const ramMfaDeviceActions = {
  ...deviceActions("UserName", wire.userName, (name) => name),
  ListVirtualMFADevices: ramAction({
    wire: z.object({}),
    // RAM's list has no pages: a quota of 1,000 bounds it.
    input: () => ({ limit: 1_000 }),
    verb: listMfaDevices,
    render: ({ devices }, _said, call) => ({
      VirtualMFADevices: {
        VirtualMFADevice: devices.map(({ name, boundAt, user }) => ({
          SerialNumber: serialOf(name, call),
          ActivateDate: wireDate(boundAt),
          ...(user && { User: { UserId: user.ramId, UserName: user.name, DisplayName: user.displayName } }),
        })),
      },
    }),
  }),
  GetUserMFAInfo: ramAction({
    wire: z.object({ UserName: wire.userName }),
    input: ({ UserName }) => ({ userName: UserName }),
    verb: async (ctx, input: { userName: string }) => {
      const device = await getMfaInfo(ctx, input);
      if (!device) throw new DomainError("not-found", "user-mfa-device");
      return device;
    },
    render: ({ name, kind }, _said, call) => ({
      MFADevice: { SerialNumber: serialOf(name, call), Type: kinds[kind] },
    }),
  }),
};

const principal = { UserPrincipalName: wire.text };

export const imsMfaDeviceActions = {
  ...deviceActions("UserPrincipalName", wire.text, nameOfPrincipal),
  ListVirtualMFADevices: ramAction({
    wire: z.object({ Marker: optional(wire.text), MaxItems: maxItems() }),
    input: (said, call) => ({ after: readMarker(call, said.Marker), limit: said.MaxItems }),
    verb: listMfaDevices,
    render: ({ devices, next }, _said, call) => ({
      VirtualMFADevices: {
        VirtualMFADevice: devices.map(({ name, boundAt, user }) => ({
          SerialNumber: serialOf(name, call),
          ActivateDate: wireDate(boundAt),
          ...(user && {
            User: {
              UserId: user.ramId,
              UserPrincipalName: principalNameOf(user.name, call),
              DisplayName: user.displayName,
            },
          }),
        })),
      },
      ...writeMarker(call, next),
    }),
  }),
  DisableVirtualMFA: ramAction({
    wire: z.object(principal),
    input: (said, call) => ({ userName: nameOfPrincipal(said.UserPrincipalName, call), goes: true }),
    verb: unbindMfaDevice,
  }),
  GetUserMFAInfo: ramAction({
    wire: z.object(principal),
    input: (said, call) => ({ userName: nameOfPrincipal(said.UserPrincipalName, call) }),
    verb: getMfaInfo,
    render: (device, _said, call) =>
      device
        ? { IsMFAEnable: true, MFADevice: { SerialNumber: serialOf(device.name, call), Type: kinds[device.kind] } }
        : { IsMFAEnable: false },
  }),
  GetAccountMFAInfo: ramAction({
    wire: z.object({}),
    input: () => undefined,
    verb: getAccountMfaInfo,
    render: (bound) => ({ IsMFAEnable: bound }),
  }),
};
