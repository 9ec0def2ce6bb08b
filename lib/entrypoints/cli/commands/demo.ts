import "server-only";
import type { Command } from "../command";
import { seedDemo } from "../demo/seed-demo";
import { setUpInstances } from "../demo/set-up-instances";
import { tellDemoHistory } from "../demo/tell-demo-history";

const seed: Command = {
  usage: "demo seed",
  options: {},
  async run() {
    const made = await seedDemo();
    return { json: { made }, text: made ? "The demo's people are there." : "" };
  },
};

const history: Command = {
  usage: "demo history",
  options: {},
  async run() {
    const told = await tellDemoHistory();
    return { json: { told }, text: told > 0 ? `${told} usage events were told, priced and settled.` : "" };
  },
};

const instances: Command = {
  usage: "demo instances --origin <where the example service listens>",
  options: { origin: { type: "string" } },
  async run({ origin }) {
    const plan = await setUpInstances(String(origin ?? ""));
    return { json: { ...plan }, text: "The example service can be started." };
  },
};

export const demoCommands = { seed, history, instances };
