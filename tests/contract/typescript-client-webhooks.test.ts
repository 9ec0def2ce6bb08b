import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { verifyWebhook } from "@/integrations/typescript-client/webhooks";
import { orderOf, WorkspaceOrders } from "@/integrations/typescript-client/workspace-orders";
import { newWebhookSecret } from "@/lib/domain/webhooks/rules";

const data = {
  accountUid: "1234567890123456",
  subAccount: "ada",
  workspace: { decided: "suspended", epoch: 3, reasons: [] },
};
const body = JSON.stringify({ type: "sub_account.disabled", timestamp: "2026-11-26T10:00:00.000Z", data });

/** Signed by the public library, not by ours. */
function sign(secret: string, at = new Date(), text = body) {
  const signature = new Webhook(secret).sign("event-1", at, text);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { "webhook-id": "event-1", "webhook-timestamp": timestamp, "webhook-signature": signature };
}

describe("a webhook", () => {
  it("passes with either of two secrets while one replaces the other", () => {
    const [older, newer] = [newWebhookSecret(), newWebhookSecret()];
    for (const secret of [older, newer]) {
      const event = verifyWebhook({ headers: sign(secret), body, secrets: [newer, older] });
      expect(event).toMatchObject({ id: "event-1", type: "sub_account.disabled", data });
    }
    const both = sign(older);
    both["webhook-signature"] += ` ${sign(newer)["webhook-signature"]}`;
    expect(verifyWebhook({ headers: both, body: Buffer.from(body), secrets: [newer] }).id).toBe("event-1");
    expect(() => verifyWebhook({ headers: sign(older), body, secrets: [newer] })).toThrow("signature");
  });

  it("is refused when it is old, from the future, changed, unsigned, or not an event", () => {
    const secret = newWebhookSecret();
    const of =
      (headers: Record<string, string>, text = body) =>
      () =>
        verifyWebhook({ headers, body: text, secrets: [secret] });
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    expect(of(sign(secret, ago(299)))().id).toBe("event-1");
    expect(of(sign(secret, ago(302)))).toThrow("timestamp");
    expect(of(sign(secret, ago(-302)))).toThrow("timestamp");
    expect(of({ ...sign(secret), "webhook-timestamp": "soon" })).toThrow("timestamp");
    expect(of(sign(secret), body.replace("ada", "eve"))).toThrow("signature");
    expect(of({ ...sign(secret), "webhook-id": "event-2" })).toThrow("signature");
    expect(of({ ...sign(secret), "webhook-signature": "v1, v2,x v1" })).toThrow("signature");
    expect(of({})).toThrow("headers");
    for (const text of ["", "[]", "null", '{"type":1}'])
      expect(of(sign(secret, new Date(), text), text)).toThrow("body");
  });
});

describe("orders", () => {
  const order = (epoch: number, isDeleted = false) => {
    const decided = epoch % 2 === 1 ? ("suspended" as const) : ("running" as const);
    return { accountUid: data.accountUid, subAccount: "ada", decided, epoch, reasons: [], isDeleted };
  };

  it("are read from the events that carry one", () => {
    const event = { id: "1", timestamp: new Date(), type: "sub_account.disabled", data };
    expect(orderOf(event)).toEqual({ ...order(3), isDeleted: false });
    expect(orderOf({ ...event, type: "sub_account.deleted" })).toMatchObject({ isDeleted: true });
    expect(orderOf({ ...event, data: { accountUid: "1" } })).toBeUndefined();
    expect(orderOf({ ...event, data: { ...data, workspace: { decided: "?" } } })).toBeUndefined();
  });

  it("come out the same in whatever order and however often they arrive", () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(arrivals, (epochs) => {
        const orders = new WorkspaceOrders();
        for (const epoch of epochs) orders.heed(order(epoch));
        expect(orders.find(order(0))).toEqual(order(Math.max(...epochs)));
        expect(new WorkspaceOrders(orders.all()).all()).toEqual(orders.all());
      }),
    );
  });

  it("of signed deliveries that come twice and late undo nothing newer, also not in the next process", () => {
    const secret = newWebhookSecret();
    const deliver = (to: WorkspaceOrders, epoch: number, subAccount = "ada") => {
      const { decided } = order(epoch);
      const text = JSON.stringify({
        ...{ type: `sub_account.${decided === "running" ? "enabled" : "disabled"}`, timestamp: new Date() },
        data: { ...data, subAccount, workspace: { decided, epoch, reasons: [] } },
      });
      const heard = orderOf(verifyWebhook({ headers: sign(secret, new Date(), text), body: text, secrets: [secret] }));
      return heard && to.heed(heard);
    };
    const orders = new WorkspaceOrders();
    // Disabled (3), enabled (4): the disabling arrives last, and again.
    expect([4, 3, 3, 4].map((epoch) => deliver(orders, epoch))).toEqual([true, false, false, true]);
    expect(orders.find(order(0))).toMatchObject({ decided: "running", epoch: 4 });
    const restarted = new WorkspaceOrders(JSON.parse(JSON.stringify(orders.all())));
    expect(deliver(restarted, 3)).toBe(false);
    expect(restarted.find(order(0))).toMatchObject({ decided: "running", epoch: 4 });
    // Another's count is its own.
    expect(deliver(restarted, 1, "bob")).toBe(true);
    expect(restarted.find(order(0))).toMatchObject({ epoch: 4 });
  });

  it("end with deletion", () => {
    const orders = new WorkspaceOrders();
    expect(orders.heed(order(4, true))).toBe(true);
    expect(orders.heed(order(5))).toBe(false);
  });
});
