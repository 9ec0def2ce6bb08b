import "server-only";
import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { env } from "@/lib/foundation/env";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const create: Command = {
  usage: "sub-accounts create --account <account name> --name <name> --password <password> [--display-name <name>]",
  options: {
    account: { type: "string" },
    name: { type: "string" },
    password: { type: "string" },
    "display-name": { type: "string" },
  },
  async run({ account, name, password, "display-name": displayName }) {
    const host = hostContext();
    const input = readFlags(CreateSubAccountInput, {
      name,
      displayName: displayName ?? "",
      consoleSignIn: "on",
      passwordChoice: "set",
      password,
    });
    const facts = await getAccountByName(host, String(account ?? ""));
    await createSubAccount(enterAccount(host, facts), input);
    const signInLink = `${env().origin}/${facts.alias}/login`;
    return {
      json: { account: facts.name, name: input.name, alias: facts.alias, signInLink },
      text: `Sub-account ${facts.name}#${input.name} created; it signs in at ${signInLink}`,
    };
  },
};

export const subAccountCommands = { create };
