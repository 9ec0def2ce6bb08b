import * as z from "zod";
import { payoutOutcomes } from "@/db/schema/wallet-acts";
import { GoodwillReason } from "@/lib/domain/approvals/schema";
import { chosenFileOrNone } from "@/lib/domain/identity-verification/schema";
import { amountText, positiveAmount } from "@/lib/foundation/amount-schema";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

const accountId = z.uuid().transform((value) => value as AccountId);

export const TopUpWalletInput = z.strictObject({
  accountId,
  amount: positiveAmount,
  reference: boundedText(200),
  note: boundedText(500, { min: 0 }).default(""),
  /** The bank's slip, or its like. */
  evidence: chosenFileOrNone,
  /** Of one file there may be two credits: said by who credits. */
  again: z.preprocess((value) => value === "on" || value === true, z.boolean()).optional(),
});
export type TopUpWalletInput = z.output<typeof TopUpWalletInput>;

/** The desk's form: looked at first. `seen` is the amount whose effect was shown: another one is shown before it is credited. */
export const TopUpWalletForm = TopUpWalletInput.extend({
  intent: z.enum(["credit", "look"]).default("credit"),
  seen: z.string().max(24).default(""),
});
export type TopUpWalletForm = z.output<typeof TopUpWalletForm>;

/** What of it the page's address carries. */
export const TopUpView = z.object({
  accountId,
  amount: positiveAmount,
  reference: boundedText(200),
  note: boundedText(500, { min: 0 }).catch(""),
});

export const TopUpAddress = z.strictObject({ accountId, topUpId: z.uuid() });
export type TopUpAddress = z.output<typeof TopUpAddress>;

export const ReverseTopUpInput = TopUpAddress.extend({ reason: boundedText(500) });
export type ReverseTopUpInput = z.output<typeof ReverseTopUpInput>;

export const AdjustWalletInput = z.strictObject({
  accountId,
  amount: amountText.refine((amount) => amount !== 0n, "amountNotZero"),
  /** Of the account itself where it is empty. */
  subAccountName: z.string().trim().max(64).default(""),
  /** Why, for whoever counts later; the reason is for whoever reads the bill. */
  reasonCode: GoodwillReason.default("other"),
  reason: boundedText(500),
  /** Counts once, for ever; empty: none. */
  reference: boundedText(200, { min: 0 }).default(""),
});
export type AdjustWalletInput = z.output<typeof AdjustWalletInput>;

export const SetOverdraftInput = z.strictObject({
  accountId,
  overdraft: amountText.refine((amount) => amount >= 0n, "amountPositive"),
});
export type SetOverdraftInput = z.output<typeof SetOverdraftInput>;

/** The desk's form: whoever adjusts by hand says under which reference. */
export const AdjustWalletForm = AdjustWalletInput.extend({ reference: boundedText(200) });

export const PayOutWalletInput = z.strictObject({
  accountId,
  amount: positiveAmount,
  reference: boundedText(200),
  reason: boundedText(500),
});
export type PayOutWalletInput = z.output<typeof PayOutWalletInput>;

export const SettlePayoutInput = z.strictObject({
  accountId,
  reference: boundedText(200),
  outcome: z.enum(payoutOutcomes, "chooseOne"),
});
export type SettlePayoutInput = z.output<typeof SettlePayoutInput>;

export const SetArrearsInput = z.strictObject({
  accountId,
  graceHours: z.coerce.number("graceHours").int("graceHours").min(0, "graceHours").max(720, "graceHours"),
  lowWater: amountText.refine((amount) => amount >= 0n, "amountPositive"),
});
export type SetArrearsInput = z.output<typeof SetArrearsInput>;

export const RebuildRollupsInput = z.strictObject({
  accountId,
  /** The first day of the month. */
  period: z.iso.date("chooseOne"),
});
export type RebuildRollupsInput = z.output<typeof RebuildRollupsInput>;

const statementSizes = ["25", "50", "100", "200"] as const;

/** The statement's address: a bad URL is a default and not an error. */
export const StatementFilter = z.object({
  size: z.enum(statementSizes).catch("50"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type StatementFilter = z.output<typeof StatementFilter>;

const cursor = z.string().max(1024).optional().catch(undefined);

/** What operators did to one wallet: two lists, each with its own pages. */
export const WalletActFilter = z.object({ topUps: cursor, acts: cursor });
export type WalletActFilter = z.output<typeof WalletActFilter>;

const states = ["ok", "low", "exhausted", "suspended"] as const;

/** The operators' list of accounts. */
export const WalletFilter = z.object({
  q: z.string().trim().max(100).catch(""),
  state: z.union([z.literal(""), z.enum(states)]).catch(""),
  after: z.string().max(64).catch(""),
});
export type WalletFilter = z.output<typeof WalletFilter>;
