import "server-only";
import type { Command } from "../command";
import { seedDemo } from "../demo/seed-demo";

const seed: Command = {
  usage: "demo seed",
  options: {},
  async run() {
    const made = await seedDemo();
    return { json: { made }, text: made ? "The demo's people are there." : "" };
  },
};

export const demoCommands = { seed };
