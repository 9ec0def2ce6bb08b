import { expect, it } from "vitest";
import { heldSystemPolicy, readCatalogue, systemPolicies } from "./system-policies";

const policy = {
  name: "OwnReadOnly",
  description: { en: "Reads", "zh-CN": "只读" },
  document: { Version: "1", Statement: [{ Effect: "Allow", Action: "own:Get*", Resource: "*" }] },
};

it("ships the policies that the contract names", () => {
  expect([...systemPolicies().keys()]).toEqual([
    "AdministratorAccess",
    "AliyunRAMFullAccess",
    "AliyunRAMReadOnlyAccess",
    "AliyunBSSFullAccess",
    "AliyunBSSReadOnlyAccess",
    "AliyunDataWorksFullAccess",
  ]);
});

it("a name that is not in the catalogue grants nothing", () => {
  const attachedTo = { kind: "sub-account", name: "ada" } as const;
  expect(heldSystemPolicy("NoSuchPolicy", attachedTo)).toBeUndefined();
  expect(heldSystemPolicy("AdministratorAccess", attachedTo)).toMatchObject({
    type: "System",
    version: "v1",
    attachedTo,
  });
});

it("reads a catalogue strictly, and names the policy it cannot take", () => {
  expect(readCatalogue({ policies: [policy] })).toMatchObject([{ name: "OwnReadOnly", version: "v1" }]);
  const broken = { ...policy, document: { Version: "1", Statement: [{ Effect: "Allow", Action: "own:Get*" }] } };
  expect(() => readCatalogue({ policies: [broken] })).toThrow("OwnReadOnly: documentMissing, Statement[0]");
  expect(() => readCatalogue({ policies: [{ ...policy, name: "own read" }] })).toThrow("name");
  expect(() => readCatalogue({ policies: [{ ...policy, extra: 1 }] })).toThrow("extra");
});
