import { ids } from "./access-ids";
import type { Row } from "./access-matrix";

/** Webhooks tell of the whole account: AliyunRAMFullAccess manages sub-accounts, and knows of none. */
const roots = (at: string, outcome = 200): Row => ({
  at,
  expect: {
    ...{ all: 403, stranger: "/login", operator: "/login" },
    ...{ "root user": outcome, "other account's root user": outcome },
  },
});
const desk = (at: string, outcome = 200): Row => ({ at, expect: { all: "/operator/login", operator: outcome } });
const nowhere = [ids.madeUp, "malformed"];

export const webhookAccess: Record<string, Row[]> = {
  "/webhooks": [roots("/webhooks")],
  "/webhooks/new": [roots("/webhooks/new")],
  "/webhooks/[id]": nowhere.map((id) => roots(`/webhooks/${id}?state=junk&cursor=junk`, 404)),
  "/webhooks/[id]/edit": nowhere.map((id) => roots(`/webhooks/${id}/edit`, 404)),
  "/operator/webhooks": [desk("/operator/webhooks")],
  "/operator/webhooks/new": [desk("/operator/webhooks/new")],
  "/operator/webhooks/[id]": nowhere.map((id) => desk(`/operator/webhooks/${id}`, 404)),
  "/operator/webhooks/[id]/edit": nowhere.map((id) => desk(`/operator/webhooks/${id}/edit`, 404)),
};
