import "server-only";
import { createOperator } from "@/lib/domain/operators/create-operator";
import { CreateOperatorInput } from "@/lib/domain/operators/schema";
import { createSetUpLink } from "@/lib/domain/operators/set-up-link";
import { env } from "@/lib/foundation/env";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const create: Command = {
  usage: "operators create --email <e-mail> --password <password> [--name <display name>]",
  options: { email: { type: "string" }, password: { type: "string" }, name: { type: "string" } },
  async run({ email, password, name }) {
    const input = readFlags(CreateOperatorInput, { email, password, displayName: name ?? email });
    const id = await createOperator(hostContext(), input);
    return { json: { id, email: input.email }, text: `Operator ${input.email} created.` };
  },
};

const setUpLink: Command = {
  usage: "operators set-up-link [--if-none]",
  options: { "if-none": { type: "boolean" } },
  async run() {
    const token = await createSetUpLink(hostContext());
    if (!token) return { json: { link: null }, text: "" };
    const link = `${env().origin}/operator/set-up/${token}`;
    return { json: { link }, text: `Set up the first operator within 24 hours, once, at ${link}` };
  },
};

export const operatorCommands = { create, "set-up-link": setUpLink };
