import "server-only";

interface RunningPerson {
  account: string;
  name: string;
  /** Type and name of each instance. */
  instances: (readonly [type: string, name: string])[];
}

/** What the cast runs at the example service, beside what the history tells of other services. */
export const runningPeople: readonly RunningPerson[] = [
  {
    account: "harbor",
    name: "ada",
    instances: [
      ["gpu.l40", "quay-notebook"],
      ["cpu.8", "quay-labels"],
    ],
  },
  { account: "harbor", name: "bo", instances: [["cpu.8", "bo-gateway"]] },
  {
    account: "harbor",
    name: "ci-build",
    instances: [
      ["cpu.8", "pier-runner-1"],
      ["cpu.8", "pier-runner-2"],
    ],
  },
  { account: "harbor", name: "noor", instances: [["cpu.8", "agent-host"]] },
  { account: "orchard", name: "ada", instances: [["cpu.8", "press-desk"]] },
];
