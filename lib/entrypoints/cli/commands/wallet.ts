import "server-only";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { writeMicros } from "@/lib/foundation/money";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const topUp: Command = {
  usage: "wallet top-up --account <name> --amount <decimal> --reference <slip or payment> [--note <text>]",
  options: {
    account: { type: "string" },
    amount: { type: "string" },
    reference: { type: "string" },
    note: { type: "string" },
  },
  async run({ account, amount, reference, note }) {
    const host = hostContext();
    const { accountId, name } = await getAccountByName(host, String(account ?? ""));
    const input = readFlags(TopUpWalletInput, { accountId, amount, reference, ...(note !== undefined && { note }) });
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

export const walletCommands = { "top-up": topUp };
