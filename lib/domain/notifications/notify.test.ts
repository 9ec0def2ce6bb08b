import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { notificationChoices } from "@/db/schema/notification-choices";
import { notifications } from "@/db/schema/notifications";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { noteDelivery } from "@/lib/domain/accounts/note-delivery";
import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { readOutbox } from "@/tests/support/read-outbox";
import { ChooseNoticesInput, NoticeFilter } from "./choice-schema";
import { chooseNotices } from "./choose-notices";
import { deliverWaiting } from "./deliver-waiting";
import type { DeliveryPort } from "./delivery-port";
import { markNoticesRead } from "./mark-notices-read";
import { listNotices } from "./notice-queries";
import { type Notice, notify } from "./steps";

const own = (ctx: Context): Allowed => authorize(ctx, "ram:GetUser", ownSignInResource(ctx));
const tell = (allowed: Allowed, notice: Notice) => withTransaction(allowed, (tx) => notify(tx, allowed, notice));
const told = (allowed: Allowed) =>
  withTransaction(allowed, (tx) =>
    tx.select().from(notifications).where(eq(notifications.accountId, allowed.accountId)),
  );
const device = { device: "Edge on Windows", ip: "192.0.2.7" };

async function adaOf(root: Context) {
  const ada = await buildSubAccount(root, { name: "ada" });
  if (ada.actor.type !== "sub-account") throw new Error("no sub-account");
  const email = `${newId()}@example.test`;
  await editSubAccount(root, { name: "ada", displayName: "Ada", email, phone: "", note: "", labels: [] });
  return { ada, email, to: ada.actor.subAccountId };
}

describe("a notice", () => {
  it("reaches its person in the console and by mail, under the full name, and nobody else", async () => {
    const root = await buildAccount();
    const { ada, email, to } = await adaOf(root);
    const lin = await buildSubAccount(root, { name: "lin" });
    await tell(own(root), { kind: "new-device", to, params: device });
    const name = `${root.account.name}#ada`;
    expect(await told(own(ada))).toMatchObject([{ kind: "new-device", params: { name, ...device }, readAt: null }]);
    expect(await readOutbox(email)).toEqual([{ kind: "new-device", channel: "mail", params: { name, ...device } }]);
    expect(await told(own(lin))).toEqual([]);
  });

  it("that its person switched off is read in the console only; one that nobody may switch off is sent", async () => {
    const root = await buildAccount();
    const allowed = own(root);
    const { accountId, now } = allowed;
    await withTransaction(allowed, (tx) =>
      tx.insert(notificationChoices).values({
        accountId,
        id: newId(),
        locale: "zh-CN",
        silenced: ["new-device", "password-changed"],
        updatedAt: now,
      }),
    );
    await tell(allowed, { kind: "new-device", to: null, params: device });
    await tell(allowed, { kind: "password-changed", to: null });
    expect((await told(allowed)).map(({ kind }) => kind).sort()).toEqual(["new-device", "password-changed"]);
    expect((await readOutbox(root.actor.name)).map(({ kind }) => kind)).toEqual(["password-changed"]);
  });

  it("is gone with the change that caused it", async () => {
    const root = await buildAccount();
    const allowed = own(root);
    const failing = withTransaction(allowed, async (tx) => {
      await notify(tx, allowed, { kind: "new-device", to: null, params: device });
      throw new Error("the change failed");
    });
    await expect(failing).rejects.toThrow("the change failed");
    expect(await told(allowed)).toEqual([]);
    expect(await readOutbox(root.actor.name)).toEqual([]);
  });

  it("to somebody who is gone is dropped", async () => {
    const root = await buildAccount();
    await tell(own(root), { kind: "new-device", to: newId() as never, params: device });
    expect(await told(own(root))).toEqual([]);
  });
});

describe("one's own notices", () => {
  it("are read by nobody else, an administrator included, and marked as read by their person", async () => {
    const root = await buildAccount();
    const { ada, to } = await adaOf(root);
    await tell(own(root), { kind: "new-device", to, params: device });
    await tell(own(root), { kind: "password-changed", to: null });
    const kinds = async (ctx: Context) => (await listNotices(ctx, {})).rows.map(({ kind }) => kind);
    expect([await kinds(root), await kinds(ada)]).toEqual([["password-changed"], ["new-device"]]);
    await markNoticesRead(root);
    expect([(await listNotices(root, {})).anyUnread, (await listNotices(ada, {})).anyUnread]).toEqual([false, true]);
  });

  it("come by mail as their person chose, in the language they chose, and the choice is kept once", async () => {
    const root = await buildAccount();
    await chooseNotices(root, ChooseNoticesInput.parse({ locale: "en", "new-device": "on" }));
    await chooseNotices(root, ChooseNoticesInput.parse({ locale: "zh-CN", verification: "on" }));
    expect(await listNotices(root, {})).toMatchObject({
      byMail: {
        "new-device": false,
        "sessions-ended": false,
        "access-key-made": false,
        "ssh-key-expiring": false,
        verification: true,
      },
      locale: "zh-CN",
    });
    await tell(own(root), { kind: "new-device", to: null, params: device });
    expect(await readOutbox(root.actor.name)).toEqual([]);
    await tell(own(root), { kind: "verification-approved", to: null, params: (locale) => ({ accountName: locale }) });
    expect((await readOutbox(root.actor.name)).map(({ params }) => params.accountName)).toEqual(["zh-CN"]);
  });
});

it("a notice says what became of its mail: none, on its way, sent, or not delivered and why; and when it was seen", async () => {
  const root = await buildAccount();
  const { ada, email, to } = await adaOf(root);
  const allowed = own(root);
  const mails = async () => (await listNotices(ada, NoticeFilter.parse({}))).rows.map(({ mail }) => mail);
  let isDown = true;
  const port: DeliveryPort = {
    async deliver(message) {
      if (message.to === email && isDown) throw new RangeError("the mail server is down");
    },
  };
  const deliver = async () => {
    while ((await deliverWaiting(workerContext(), { mail: port }, noteDelivery)) > 0);
  };
  const dueNow = (attempts: number) =>
    lookDirectly(
      (sql) => sql`update app.outbox_messages set next_attempt_at = now(), attempts = ${attempts}
      where recipient = ${email} and state = 'waiting'`,
    );

  await chooseNotices(ada, ChooseNoticesInput.parse({ locale: "en", "new-device": "" }));
  await tell(allowed, { kind: "new-device", to, params: device });
  expect(await mails()).toEqual([null]);
  await tell(allowed, { kind: "password-changed", to });
  expect(await mails()).toEqual([{ state: "waiting", at: null, error: "" }, null]);
  await deliver();
  expect(await mails()).toEqual([{ state: "waiting", at: null, error: "RangeError" }, null]);
  await dueNow(7);
  await deliver();
  expect((await mails())[0]).toEqual({ state: "failed", at: expect.any(Date), error: "RangeError" });
  isDown = false;
  await tell(allowed, { kind: "password-changed", to });
  await deliver();
  const { rows } = await listNotices(ada, NoticeFilter.parse({}));
  expect(rows.map(({ mail }) => mail?.state)).toEqual(["sent", "failed", undefined]);
  expect(rows[0]).toMatchObject({ mail: { at: expect.any(Date), error: "" }, readAt: null });
  await markNoticesRead(ada);
  expect((await listNotices(ada, NoticeFilter.parse({}))).rows[0]?.readAt).toBeInstanceOf(Date);
});
