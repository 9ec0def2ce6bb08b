import "server-only";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { deleteServiceEndpoint } from "@/lib/domain/webhooks/delete-service-endpoint";
import { listServiceEndpoints } from "@/lib/domain/webhooks/queries";
import { CreateServiceEndpointInput, NamedWebhookInput, orderEvents } from "@/lib/domain/webhooks/schema";
import { type Command, readFlags } from "../command";
import { hostContext } from "../host-context";

const create: Command = {
  usage: "service-endpoints create --name <name> --url <url> [--events <event,…>] [--private]",
  options: {
    name: { type: "string" },
    url: { type: "string" },
    events: { type: "string" },
    private: { type: "boolean" },
  },
  async run({ name, url, events = orderEvents.join(","), private: isPrivate = false }) {
    const input = readFlags(CreateServiceEndpointInput, { name, url, events: String(events).split(","), isPrivate });
    const { id, secret } = await createServiceEndpoint(hostContext(), input);
    return {
      json: { id, name: input.name, url: input.url, events: input.events, private: input.isPrivate, secret },
      text: `Webhook secret of ${input.name}, shown this once: ${secret}`,
    };
  },
};

const list: Command = {
  usage: "service-endpoints list",
  options: {},
  async run() {
    const endpoints = await listServiceEndpoints(hostContext());
    const lines = endpoints.map(
      ({ id, name, url, events, paused }) => `${id}  ${name}  ${url}  ${paused ? "paused" : events.join(" ")}`,
    );
    return { json: { endpoints }, text: lines.join("\n") };
  },
};

const remove: Command = {
  usage: "service-endpoints delete --id <id>",
  options: { id: { type: "string" } },
  async run({ id }) {
    const input = readFlags(NamedWebhookInput, { id });
    await deleteServiceEndpoint(hostContext(), input);
    return { json: input, text: "Deleted: nothing more is sent there." };
  },
};

export const serviceEndpointCommands = { create, list, delete: remove };
