import "server-only";
import { enterAccount } from "@/lib/authorization/enter-account";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const create: Command = {
  usage:
    "access-keys create --account <account name> [--sub-account <name>] [--name <what it is for>] [--expires-in 30|90|180|365|none]",
  options: {
    account: { type: "string" },
    "sub-account": { type: "string" },
    name: { type: "string" },
    "expires-in": { type: "string" },
  },
  async run({ account, "sub-account": subAccount, name, "expires-in": expiresInDays }) {
    const host = hostContext();
    const input = readFlags(CreateAccessKeyInput, {
      ownerName: subAccount ?? "",
      name: name ?? "",
      expiresInDays: expiresInDays ?? "90",
    });
    const facts = await getAccountByName(host, String(account ?? ""));
    const { accessKey, secret } = await createAccessKey(enterAccount(host, facts), input);
    const owner = input.ownerName === null ? `the root user of ${facts.name}` : `${facts.name}#${input.ownerName}`;
    return {
      json: {
        account: facts.name,
        subAccount: input.ownerName,
        accessKeyId: accessKey.id,
        accessKeySecret: secret,
        expiresAt: accessKey.expiresAt?.toISOString() ?? null,
      },
      text: `Access key of ${owner}; the secret is shown this once.\nAccessKeyId: ${accessKey.id}\nAccessKeySecret: ${secret}`,
    };
  },
};

export const accessKeyCommands = { create };
