import "server-only";
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { SetInvoicingModeInput } from "@/lib/domain/bills/schema";
import { setInvoicingMode } from "@/lib/domain/bills/set-invoicing-mode";
import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { PayOutWalletInput, SettlePayoutInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settlePayout } from "@/lib/domain/wallet/settle-payout";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { DomainError } from "@/lib/foundation/errors";
import { writeMicros } from "@/lib/foundation/money";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const typeOf: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
};

async function fileAt(path: string): Promise<File> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DomainError("invalid-input", "flag", { reason: "fileMissing", details: { field: "evidence" }, cause });
  });
  return new File([new Uint8Array(bytes)], basename(path), { type: typeOf[extname(path).toLowerCase()] ?? "" });
}

const topUp: Command = {
  usage:
    "wallet top-up --account <name> --amount <decimal> --reference <slip or payment> [--note <text>] [--evidence <file>] [--again]",
  options: {
    account: { type: "string" },
    amount: { type: "string" },
    reference: { type: "string" },
    note: { type: "string" },
    evidence: { type: "string" },
    again: { type: "boolean" },
  },
  async run({ account, amount, reference, note, evidence, again }) {
    const host = hostContext();
    const { accountId, name } = await getAccountByName(host, String(account ?? ""));
    const file = evidence === undefined ? undefined : await fileAt(String(evidence));
    const asked = { accountId, amount, reference, ...(note !== undefined && { note }), evidence: file, again };
    const input = readFlags(TopUpWalletInput, asked);
    const { topUpId, repeated } = await topUpWallet(host, input);
    const credited = writeMicros(input.amount);
    return {
      json: { account: name, topUpId, amount: credited, reference: input.reference, repeated },
      text: repeated
        ? `${input.reference} was credited before: nothing was changed.`
        : `${credited} credited to ${name}.`,
    };
  },
};

const payOut: Command = {
  usage: "wallet pay-out --account <name> --amount <decimal> --reference <transfer> --reason <text>",
  options: {
    account: { type: "string" },
    amount: { type: "string" },
    reference: { type: "string" },
    reason: { type: "string" },
  },
  async run({ account, amount, reference, reason }) {
    const host = hostContext();
    const { accountId, name } = await getAccountByName(host, String(account ?? ""));
    const input = readFlags(PayOutWalletInput, { accountId, amount, reference, reason });
    const { repeated } = await payOutWallet(host, input);
    const paid = writeMicros(input.amount);
    return {
      json: { account: name, amount: paid, reference: input.reference, repeated },
      text: repeated
        ? `${input.reference} was paid out before: nothing was changed.`
        : `${paid} is out of the wallet of ${name}. Say with wallet settle-payout what the bank made of it.`,
    };
  },
};

const settle: Command = {
  usage: "wallet settle-payout --account <name> --reference <transfer> --outcome <sent|returned>",
  options: { account: { type: "string" }, reference: { type: "string" }, outcome: { type: "string" } },
  async run({ account, reference, outcome }) {
    const host = hostContext();
    const { accountId, name } = await getAccountByName(host, String(account ?? ""));
    const input = readFlags(SettlePayoutInput, { accountId, reference, outcome });
    const { repeated } = await settlePayout(host, input);
    const done = input.outcome === "sent" ? "is noted as sent" : "is back in the wallet";
    return {
      json: { account: name, reference: input.reference, outcome: input.outcome, repeated },
      text: repeated ? `${input.reference} was settled before: nothing was changed.` : `${input.reference} ${done}.`,
    };
  },
};

const setInvoicing: Command = {
  usage: "wallet set-invoicing --account <name> --mode <usage_invoiced|prepayment_invoiced>",
  options: { account: { type: "string" }, mode: { type: "string" } },
  async run({ account, mode }) {
    const host = hostContext();
    const { accountId, name } = await getAccountByName(host, String(account ?? ""));
    const input = readFlags(SetInvoicingModeInput, { accountId, mode });
    const from = await setInvoicingMode(host, input);
    return {
      json: { account: name, mode: input.mode, from },
      text: `${name} is ${input.mode} from ${from} on. Months that have begun keep their way.`,
    };
  },
};

export const walletCommands = {
  "top-up": topUp,
  "pay-out": payOut,
  "settle-payout": settle,
  "set-invoicing": setInvoicing,
};
