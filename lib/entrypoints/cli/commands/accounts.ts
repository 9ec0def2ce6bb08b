import "server-only";
import { createAccount } from "@/lib/domain/accounts/create-account";
import { listAccounts } from "@/lib/domain/accounts/queries";
import { CreateAccountInput } from "@/lib/domain/accounts/schema";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

/** Accounts made here may be reached by mail alone. */
const noPhone = "+8600000000000";

const create: Command = {
  usage:
    "accounts create --name <name> --email <e-mail> --password <password> [--company <name>] [--phone <number>] [--approved]",
  options: {
    name: { type: "string" },
    email: { type: "string" },
    password: { type: "string" },
    company: { type: "string" },
    phone: { type: "string" },
    approved: { type: "boolean" },
  },
  async run({ name, email, password, company, phone, approved }) {
    const input = readFlags(CreateAccountInput, {
      name,
      email,
      password,
      companyName: company ?? name,
      phone: phone ?? noPhone,
      approved: approved === true,
    });
    const { uid } = await createAccount(hostContext(), input);
    return { json: { name: input.name, uid, alias: input.name }, text: `Account ${input.name} (${uid}) created.` };
  },
};

const list: Command = {
  usage: "accounts list [--after <name>]",
  options: { after: { type: "string" } },
  async run({ after }) {
    const { rows, next } = await listAccounts(hostContext(), typeof after === "string" ? { after } : {});
    const accounts = rows.map(({ name, uid, alias, companyName, verification, subAccounts, createdAt }) => ({
      ...{ name, uid, alias, companyName, verification, subAccounts },
      createdAt: createdAt.toISOString(),
    }));
    const lines = accounts.map((row) =>
      [row.name, row.uid, row.verification, `${row.subAccounts} sub-accounts`].join("\t"),
    );
    return { json: { accounts, next: next ?? null }, text: lines.join("\n") };
  },
};

export const accountCommands = { create, list };
