import "server-only";
import { serviceScopes } from "@/lib/authorization/service-scopes-schema";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { listServiceKeys } from "@/lib/domain/service-keys/queries";
import { revokeServiceKey } from "@/lib/domain/service-keys/revoke-service-key";
import { CreateServiceKeyInput, ServiceKeyInput } from "@/lib/domain/service-keys/schema";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const create: Command = {
  usage: "service-keys create --name <name> [--services <code,…>] [--scopes <scope,…>]",
  options: { name: { type: "string" }, services: { type: "string" }, scopes: { type: "string" } },
  async run({ name, services = name, scopes = serviceScopes.join(",") }) {
    const input = readFlags(CreateServiceKeyInput, { name, services, scopes });
    const { id, token } = await createServiceKey(hostContext(), input);
    return {
      json: { id, name: input.name, services: input.services, scopes: input.scopes, key: token },
      text: `Service key ${input.name}, shown this once: ${token}`,
    };
  },
};

const list: Command = {
  usage: "service-keys list",
  options: {},
  async run() {
    const keys = await listServiceKeys(hostContext());
    const lines = keys.map(
      ({ id, name, services, scopes, lastFour, revokedAt }) =>
        `${id}  ${name}  …${lastFour}  ${services.join(" ")}  ${revokedAt ? "revoked" : scopes.join(" ")}`,
    );
    return { json: { keys }, text: lines.join("\n") };
  },
};

const revoke: Command = {
  usage: "service-keys revoke --id <id>",
  options: { id: { type: "string" } },
  async run({ id }) {
    const input = readFlags(ServiceKeyInput, { id });
    await revokeServiceKey(hostContext(), input);
    return { json: input, text: "Revoked: its next call is refused." };
  },
};

export const serviceKeyCommands = { create, list, revoke };
