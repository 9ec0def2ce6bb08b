import * as z from "zod";
import { walletStates } from "@/db/schema/books";
import { suspensionReasons, workspaceDecisions } from "@/db/schema/resource-states";
import { limitWindows } from "@/db/schema/spend-limits";
import type { WebhookEventType } from "@/db/schema/webhook-event-types";

const subAccount = z.string();
const order = z.strictObject({
  subAccount,
  workspace: z.strictObject({
    decided: z.enum(workspaceDecisions),
    epoch: z.int().min(0),
    reasons: z.array(z.enum(suspensionReasons)).readonly(),
  }),
});
const limit = z.strictObject({
  /** null: of the whole account. */
  subAccount: subAccount.nullable(),
  limit: z.strictObject({
    per: z.enum(limitWindows),
    /** Decimal text in the account's currency. */
    amount: z.string().regex(/^\d+\.\d{2,6}$/),
    /** null: never. */
    resetsAt: z.iso.datetime().nullable(),
  }),
});
const wallet = z.strictObject({ wallet: z.strictObject({ state: z.enum(walletStates) }) });

/** What each event says beside the account: names and numbers, never personal data or a secret. */
export const WebhookEventData = {
  "sub_account.created": z.strictObject({ subAccount }),
  "sub_account.disabled": order,
  "sub_account.enabled": order,
  "sub_account.deleted": order,
  "workspace.suspended": order,
  "workspace.throttled": order,
  "workspace.resumed": order,
  "spend_limit.warned": limit,
  "spend_limit.foreseen": limit.extend({ limit: limit.shape.limit.extend({ passesAt: z.iso.datetime() }) }),
  "spend_limit.approved": limit,
  "spend_limit.reached": limit,
  "wallet.ok": wallet,
  "wallet.low": wallet,
  "wallet.exhausted": wallet,
  "wallet.suspended": wallet,
  "access_key.disabled": z.strictObject({ accessKeyId: z.string() }),
} as const satisfies Record<WebhookEventType, z.ZodType>;
export type WebhookEventData = { [T in WebhookEventType]: z.input<(typeof WebhookEventData)[T]> };
