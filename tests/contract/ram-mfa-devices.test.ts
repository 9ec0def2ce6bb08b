import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { codeAt, inSeconds } from "@/tests/support/authenticator-app";
import { lookDirectly } from "@/tests/support/look-directly";
import { issueKey, openRamApi } from "@/tests/support/open-ram-api";
import { ims, imsClient, popClient, ram, ramClient, refusal } from "@/tests/support/ram-clients";
import { uniqueName } from "@/tests/support/unique-name";

const twoCodes = (seed: string) => {
  const now = new Date();
  return { authenticationCode1: codeAt(seed, inSeconds(now, -30)), authenticationCode2: codeAt(seed, now) };
};

it("an MFA device is made, bound by two codes in a row, unbound and deleted by the RAM client", async () => {
  const { port, key, root } = await openRamApi();
  const client = ramClient({ port, key });
  for (const userName of ["ada", "lin"]) await client.createUser(new ram.CreateUserRequest({ userName }));
  const { body: made } = await client.createVirtualMFADevice(
    new ram.CreateVirtualMFADeviceRequest({ virtualMFADeviceName: "phone.1" }),
  );
  const { serialNumber = "", base32StringSeed: seed = "", QRCodePNG = "" } = made?.virtualMFADevice ?? {};
  expect(serialNumber).toBe(`acs:ram::${root.account.uid}:mfa/phone.1`);
  expect(seed).toMatch(/^[A-Z2-7]{32,}$/);
  expect(pixelsOf(Buffer.from(QRCodePNG, "base64"))).toBeGreaterThan(100);

  const list = async () => (await client.listVirtualMFADevices()).body?.virtualMFADevices?.virtualMFADevice;
  expect(await list()).toEqual([expect.objectContaining({ serialNumber, activateDate: "" })]);
  const again = client.createVirtualMFADevice(
    new ram.CreateVirtualMFADeviceRequest({ virtualMFADeviceName: "phone.1" }),
  );
  expect(await refusal(again)).toMatchObject({ code: "EntityAlreadyExists.VirtualMFADevice", status: 409 });

  const bind = (userName: string, codes: ReturnType<typeof twoCodes>) =>
    client.bindMFADevice(new ram.BindMFADeviceRequest({ serialNumber, userName, ...codes }));
  const { authenticationCode1, authenticationCode2 } = twoCodes(seed);
  const same = { authenticationCode1: authenticationCode2, authenticationCode2 };
  expect(await refusal(bind("ada", same))).toMatchObject({ code: "CheckAuthenticationCodeFail", status: 403 });
  const letters = { authenticationCode1, authenticationCode2: "12345x" };
  expect(await refusal(bind("ada", letters))).toMatchObject({
    code: "InvalidParameter.AuthenticationCode.Format",
    status: 400,
  });
  const info = (userName: string) => client.getUserMFAInfo(new ram.GetUserMFAInfoRequest({ userName }));
  expect(await refusal(info("ada"))).toMatchObject({ code: "EntityNotExist.User.MFADevice", status: 404 });
  await bind("ada", twoCodes(seed));
  expect((await info("ada")).body?.MFADevice).toMatchObject({ serialNumber, type: "VMFA" });
  expect(await list()).toEqual([
    expect.objectContaining({ serialNumber, user: expect.objectContaining({ userName: "ada" }) }),
  ]);

  const remove = () => client.deleteVirtualMFADevice(new ram.DeleteVirtualMFADeviceRequest({ serialNumber }));
  expect(await refusal(remove())).toMatchObject({ code: "DeleteConflict.VirtualMFADevice.User", status: 409 });
  expect(await refusal(bind("lin", twoCodes(seed)))).toMatchObject({
    code: "EntityAlreadyExists.VirtualMFADevice.User",
    status: 409,
  });
  const { body: second } = await client.createVirtualMFADevice(
    new ram.CreateVirtualMFADeviceRequest({ virtualMFADeviceName: "phone-2" }),
  );
  const other = second?.virtualMFADevice;
  const bindSecond = client.bindMFADevice(
    new ram.BindMFADeviceRequest({
      userName: "ada",
      serialNumber: other?.serialNumber ?? "",
      ...twoCodes(other?.base32StringSeed ?? ""),
    }),
  );
  expect(await refusal(bindSecond)).toMatchObject({ code: "EntityAlreadyExists.User.MFADevice", status: 409 });

  const unbind = () => client.unbindMFADevice(new ram.UnbindMFADeviceRequest({ userName: "ada" }));
  expect((await unbind()).body?.MFADevice).toMatchObject({ serialNumber });
  expect(await refusal(unbind())).toMatchObject({ code: "EntityNotExist.User.MFADevice", status: 404 });
  await bind("lin", twoCodes(seed));
  await client.unbindMFADevice(new ram.UnbindMFADeviceRequest({ userName: "lin" }));
  await remove();
  expect(await refusal(remove())).toMatchObject({ code: "EntityNotExist.VirtualMFADevice", status: 404 });
  expect(await refusal(bind("nobody", twoCodes(seed)))).toMatchObject({ code: "EntityNotExist.User", status: 404 });
  expect(await refusal(bind("ada", twoCodes(seed)))).toMatchObject({ code: "EntityNotExist.VirtualMFADevice" });
  const events = await lookDirectly(
    (sql) => sql`select action from app.audit_events where account_id = ${root.accountId} and action like '%MFA%'`,
  );
  expect(events.map(({ action }) => action).sort()).toEqual([
    ...["ram:BindMFADevice", "ram:BindMFADevice", "ram:CreateVirtualMFADevice", "ram:CreateVirtualMFADevice"],
    ...["ram:DeleteVirtualMFADevice", "ram:UnbindMFADevice", "ram:UnbindMFADevice"],
  ]);
});

it("the same by the IMS client, who pages the list, asks for the root user's, and disables in one act", async () => {
  const { port, key, root } = await openRamApi();
  const client = imsClient({ port, key });
  const userPrincipalName = `ada@${root.account.alias}.onaliyun.com`;
  await client.createUser(new ims.CreateUserRequest({ userPrincipalName, displayName: "Ada" }));
  const info = () => client.getUserMFAInfo(new ims.GetUserMFAInfoRequest({ userPrincipalName }));
  expect((await info()).body).toMatchObject({ isMFAEnable: false });
  expect((await client.getAccountMFAInfo()).body).toMatchObject({ isMFAEnable: false });
  const seeds = new Map<string, string>();
  for (const name of ["a", "b", "c"]) {
    const { body } = await client.createVirtualMFADevice(
      new ims.CreateVirtualMFADeviceRequest({ virtualMFADeviceName: name }),
    );
    seeds.set(name, body?.virtualMFADevice?.base32StringSeed ?? "");
  }
  const page = async (marker?: string) =>
    (
      await client.listVirtualMFADevices(
        new ims.ListVirtualMFADevicesRequest({ maxItems: 2, ...(marker && { marker }) }),
      )
    ).body;
  const first = await page();
  const second = await page(first?.marker);
  const names = [first, second].map((one) =>
    one?.virtualMFADevices?.virtualMFADevice?.map((device) => device.serialNumber?.split("/").at(-1)),
  );
  expect(names).toEqual([["a", "b"], ["c"]]);
  expect([first?.isTruncated, second?.isTruncated]).toEqual([true, false]);
  const serialNumber = `acs:ram::${root.account.uid}:mfa/b`;
  await client.bindMFADevice(
    new ims.BindMFADeviceRequest({ serialNumber, userPrincipalName, ...twoCodes(seeds.get("b") ?? "") }),
  );
  expect((await info()).body).toMatchObject({ isMFAEnable: true, MFADevice: { serialNumber, type: "VMFA" } });
  const disable = () => client.disableVirtualMFA(new ims.DisableVirtualMFARequest({ userPrincipalName }));
  await disable();
  expect(await refusal(disable())).toMatchObject({ code: "EntityNotExist.User.MFADevice" });
  expect((await page())?.virtualMFADevices?.virtualMFADevice).toHaveLength(2);
});

it("another account's device and person answer as if there were none, and a sub-account manages its own alone", async () => {
  const { port, key, root } = await openRamApi();
  const call = popClient({ port, key });
  await call("CreateUser", { UserName: "ada" });
  await call("CreateVirtualMFADevice", { VirtualMFADeviceName: "lin" });
  const other = await openRamApi();
  const theirs = popClient({ port: other.port, key: other.key });
  const foreign = `acs:ram::${root.account.uid}:mfa/lin`;
  const madeUp = `acs:ram::${other.root.account.uid}:mfa/${uniqueName("none")}`;
  for (const SerialNumber of [foreign, madeUp]) {
    const refused = await refusal(theirs("DeleteVirtualMFADevice", { SerialNumber }));
    expect(refused).toMatchObject({ code: "EntityNotExist.VirtualMFADevice", status: 404 });
  }
  const adas = popClient({ port, key: await issueKey(root, "ada") });
  await adas("CreateVirtualMFADevice", { VirtualMFADeviceName: "ada" });
  await adas("DeleteVirtualMFADevice", { SerialNumber: `acs:ram::${root.account.uid}:mfa/ada` });
  const notHers: [string, Record<string, string>][] = [
    ["CreateVirtualMFADevice", { VirtualMFADeviceName: "spare" }],
    ["DeleteVirtualMFADevice", { SerialNumber: foreign }],
    ["ListVirtualMFADevices", {}],
    ["UnbindMFADevice", { UserName: "nobody" }],
    ["GetUserMFAInfo", { UserName: "nobody" }],
  ];
  for (const [action, parameters] of notHers) {
    expect((await refusal(adas(action, parameters))).code, action).toBe("NoPermission");
  }
  expect((await refusal(call("CreateVirtualMFADevice", { VirtualMFADeviceName: "a_b" }))).code).toBe(
    "InvalidParameter.VirtualMFADeviceName.InvalidChars",
  );
  expect((await refusal(call("CreateVirtualMFADevice", { VirtualMFADeviceName: "a".repeat(65) }))).code).toBe(
    "InvalidParameter.VirtualMFADeviceName.Length",
  );
});

it("keeps the thousand-and-first device back", async () => {
  const { port, key, root } = await openRamApi();
  await lookDirectly(
    (sql) => sql`insert into app.mfa_devices (account_id, id, name, sealed_seed)
      select ${root.accountId}, gen_random_uuid(), 'device-' || n, '\\x00' from generate_series(1, 1000) n`,
  );
  const call = popClient({ port, key });
  const refused = await refusal(call("CreateVirtualMFADevice", { VirtualMFADeviceName: "one-more" }));
  expect(refused).toMatchObject({ code: "LimitExceeded.VirtualMFADevice", status: 409 });
});

/** How many pixels wide a PNG is; throws for what is none. */
function pixelsOf(png: Buffer): number {
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  const width = png.readUInt32BE(16);
  const dataAt = png.indexOf("IDAT") + 4;
  const rows = inflateSync(png.subarray(dataAt, dataAt + png.readUInt32BE(dataAt - 8)));
  expect(rows).toHaveLength((Math.ceil(width / 8) + 1) * width);
  return width;
}
