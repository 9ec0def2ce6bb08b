import "server-only";
import * as z from "zod";
import { clearAccountAlias, setAccountAlias } from "@/lib/domain/accounts/set-account-alias";
import { getAccountAlias } from "@/lib/domain/accounts/settings-queries";
import { AliasForm } from "@/lib/domain/accounts/settings-schema";
import { ramAction } from "../ram-action";
import { invalidParameter } from "../ram-fault";
import { aliasOfDomain, domainOf } from "../ram-names";
import { wire } from "../wire";

/** Another alphabet than our own is refused as a format, another length as a length, as RAM has it. */
function readAlias(alias: string, name: string): { alias: string } {
  const parsed = AliasForm.safeParse({ alias });
  if (parsed.success) return parsed.data;
  throw invalidParameter(name, alias.length < 3 || alias.length > 32 ? "Length" : "Format");
}

const nothing = z.object({});
/** Whoever has the word, as alias or as account name. */
const codes = { "already-exists account": "EntityAlreadyExists.AccountAlias" };
const fields = { alias: "AccountAlias" };

export const ramAliasActions = {
  SetAccountAlias: ramAction({
    wire: z.object({ AccountAlias: wire.text }),
    input: ({ AccountAlias }) => readAlias(AccountAlias, "AccountAlias"),
    verb: setAccountAlias,
    fields,
    codes,
  }),
  GetAccountAlias: ramAction({
    wire: nothing,
    input: () => undefined,
    verb: getAccountAlias,
    render: (alias) => ({ AccountAlias: alias }),
  }),
  ClearAccountAlias: ramAction({ wire: nothing, input: () => undefined, verb: clearAccountAlias }),
};

/** The alias in another form. */
export const imsAliasActions = {
  SetDefaultDomain: ramAction({
    wire: z.object({ DefaultDomainName: wire.text }),
    input: ({ DefaultDomainName }) => readAlias(aliasOfDomain(DefaultDomainName), "DefaultDomainName"),
    verb: async (ctx, input: { alias: string }) => {
      await setAccountAlias(ctx, input);
      return input.alias;
    },
    render: (alias) => ({ DefaultDomainName: domainOf(alias) }),
    fields: { alias: "DefaultDomainName" },
    codes,
  }),
  GetDefaultDomain: ramAction({
    wire: nothing,
    input: () => undefined,
    verb: getAccountAlias,
    render: (alias) => ({ DefaultDomainName: domainOf(alias) }),
  }),
};
