import "server-only";

/** When something runs: always, in office hours of working days, at night, or in bursts of some days. */
type Rhythm = "always" | "office" | "night" | "bursts";

export interface PlannedResource {
  /** `<service>:<type>/<id>`, as the end of its ARN. */
  resource: string;
  rhythm: Rhythm;
  /** Meters it reports each hour it runs, with the mean value of an hour. */
  meters: Record<string, number>;
  /** How much more it does at the end than at the beginning; 1 stays as it was. */
  growth?: number;
}

export interface PlannedPerson {
  name: string;
  resources: PlannedResource[];
  /** Uses nothing from this day of the calendar on, as `MM-DD`: the person left. */
  until?: string;
}

const seconds = 3_600;
const many = (count: number, one: (index: number) => PlannedResource) =>
  Array.from({ length: count }, (_, i) => one(i + 1));
const gpu = (id: string, rhythm: Rhythm, model: "h100" | "l40" = "l40"): PlannedResource => {
  return { resource: `compute:instance/gpu-${id}`, rhythm, meters: { [`gpu.${model}.seconds`]: seconds } };
};
const cpu = (id: string, rhythm: Rhythm = "always"): PlannedResource => {
  return { resource: `compute:instance/cpu-${id}`, rhythm, meters: { "cpu.8.seconds": seconds } };
};
const store = (id: string, gib: number, growth = 1.6): PlannedResource => {
  return { resource: `oss:bucket/${id}`, rhythm: "always", meters: { "storage.gib-hours": gib }, growth };
};
const model = (id: string, rhythm: Rhythm, thousands: number, growth = 1.4): PlannedResource => ({
  resource: `models:endpoint/${id}`,
  rhythm,
  growth,
  meters: { "llm.tokens.input": thousands * 1_000, "llm.tokens.output": thousands * 180 },
});
const egress = (id: string, gib: number): PlannedResource => {
  return { resource: `network:address/${id}`, rhythm: "always", meters: { "network.egress.gib": gib } };
};

/** Harbor's half year: some 1,200 hours of things a day, twice as many tokens in autumn as in spring. */
const harbor: PlannedPerson[] = [
  {
    name: "ada",
    resources: [
      ...many(2, (n) => gpu(`quay-${n}`, "office")),
      store("quay-frames", 2_400),
      model("quay-vision", "office", 900),
    ],
  },
  {
    name: "bo",
    resources: [cpu("bo-api"), store("bo-data", 320), model("bo-chat", "office", 400), egress("bo-web", 0.8)],
  },
  {
    name: "chen-wei",
    resources: [gpu("chen-dev", "office"), store("chen-data", 180), model("chen-test", "office", 260)],
  },
  {
    name: "ci-build",
    resources: [...many(5, (n) => cpu(`runner-${n}`)), store("artifacts", 1_100, 2), egress("ci", 1.4)],
  },
  {
    name: "dana",
    resources: [
      cpu("dana-etl", "night"),
      store("dana-lake", 5_200),
      model("dana-tag", "night", 1_300),
      egress("dana", 0.5),
    ],
  },
  {
    name: "eval-nightly",
    resources: [
      ...many(3, (n) => gpu(`eval-${n}`, "night")),
      store("eval-results", 240),
      model("eval", "night", 2_600),
    ],
  },
  {
    name: "felix",
    resources: [
      ...many(2, (n) => cpu(`felix-${n}`)),
      store("felix", 90),
      model("felix", "office", 180),
      egress("felix", 0.3),
    ],
  },
  { name: "ines", resources: [cpu("ines-sim"), store("ines-sim", 640), model("ines", "office", 220)] },
  {
    name: "jun",
    resources: [
      ...many(2, (n) => cpu(`jun-${n}`)),
      gpu("jun-lab", "bursts", "h100"),
      store("jun", 410),
      egress("jun", 0.4),
    ],
  },
  { name: "kit", resources: [cpu("kit-old"), store("kit", 150), model("kit", "office", 120)], until: "10-31" },
  {
    name: "noor",
    resources: [...many(2, (n) => cpu(`noor-${n}`)), store("noor", 270), model("noor-agent", "always", 240, 2.2)],
  },
  {
    name: "sven",
    resources: [cpu("sven-map"), store("sven-maps", 3_100), egress("sven", 2.1), model("sven", "office", 150)],
  },
  {
    name: "training-eu",
    resources: [
      ...many(6, (n) => gpu(`train-${n}`, "bursts", "h100")),
      cpu("train-head"),
      store("checkpoints", 8_800, 2.4),
      egress("train", 1.1),
    ],
  },
  {
    name: "wang-fang",
    resources: [cpu("wang-web"), store("wang", 120), model("wang-support", "always", 160, 1.8), egress("wang", 0.9)],
  },
];

const orchard: PlannedPerson[] = [
  { name: "ada", resources: [cpu("press"), store("press", 210), model("press", "office", 140)] },
  { name: "pip", resources: [cpu("pip"), store("pip", 60), egress("pip", 0.2)] },
];

export const demoUsage: Record<string, PlannedPerson[]> = { harbor, orchard };
