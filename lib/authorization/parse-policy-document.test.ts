import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DocumentFault, parsePolicyDocument } from "./parse-policy-document";

const documentOf = (statement: object) => JSON.stringify({ Version: "1", Statement: [statement] });
const sound = { Effect: "Allow", Action: "ram:GetUser", Resource: "*" };

function faultOf(text: string): DocumentFault | undefined {
  const parsed = parsePolicyDocument(text);
  return "fault" in parsed ? parsed.fault : undefined;
}

it("reads a document with every element, lists and single texts alike", () => {
  const text = JSON.stringify({
    Version: "1",
    Statement: [
      { Effect: "Allow", Action: ["ram:Get*", "oss:?"], Resource: "acs:oss:*:*:bucket/*" },
      {
        Effect: "Deny",
        NotAction: "*",
        NotResource: ["acs:ram::1:user/ada"],
        Condition: {
          NumericLessThan: { "x:size": 10.5 },
          Bool: { "acs:MFAPresent": false },
          IpAddress: { "acs:SourceIp": ["10.0.0.0/8", "::1"] },
        },
      },
    ],
  });
  expect(parsePolicyDocument(text)).toEqual({
    document: {
      Version: "1",
      Statement: [
        { Effect: "Allow", Action: ["ram:Get*", "oss:?"], Resource: ["acs:oss:*:*:bucket/*"] },
        {
          Effect: "Deny",
          NotAction: ["*"],
          NotResource: ["acs:ram::1:user/ada"],
          Condition: {
            NumericLessThan: { "x:size": ["10.5"] },
            Bool: { "acs:MFAPresent": ["false"] },
            IpAddress: { "acs:SourceIp": ["10.0.0.0/8", "::1"] },
          },
        },
      ],
    },
  });
});

describe("what is wrong is named with its place", () => {
  it.each([
    ["", "documentNotJson", ""],
    ["{", "documentNotJson", ""],
    ["[]", "documentNotObject", ""],
    ['{"Version":"1"}', "documentMissing", ""],
    ['{"Version":1,"Statement":[]}', "documentVersion", "Version"],
    ['{"Version":"2","Statement":[]}', "documentVersion", "Version"],
    ['{"Version":"1","Statement":[]}', "documentEmpty", "Statement"],
    ['{"Version":"1","Statement":{}}', "documentNotList", "Statement"],
    ['{"Version":"1","Statement":["x"]}', "documentNotObject", "Statement[0]"],
    ['{"Version":"1","Version":"1","Statement":[]}', "documentTwice", ""],
    ['{"Version":"1","Statement":[],"Id":"x"}', "documentUnknown", ""],
    [`${documentOf(sound)} x`, "documentNotJson", ""],
    [documentOf({ ...sound, Principal: "*" }), "documentUnknown", "Statement[0]"],
    [documentOf({ ...sound, Effect: "allow" }), "documentEffect", "Statement[0].Effect"],
    [documentOf({ ...sound, NotAction: "*" }), "documentBoth", "Statement[0]"],
    [documentOf({ Effect: "Allow", Action: "*" }), "documentMissing", "Statement[0]"],
    [documentOf({ ...sound, Action: [] }), "documentEmpty", "Statement[0].Action"],
    [documentOf({ ...sound, Action: "" }), "documentEmpty", "Statement[0].Action"],
    [documentOf({ ...sound, Action: [1] }), "documentNotText", "Statement[0].Action"],
    [documentOf({ ...sound, Action: "GetUser" }), "documentAction", "Statement[0].Action"],
    [documentOf({ ...sound, Action: ["ram:GetUser", "ram: GetUser"] }), "documentAction", "Statement[0].Action"],
    [documentOf({ ...sound, Resource: "acs:ram:*" }), "documentResource", "Statement[0].Resource"],
    [documentOf({ ...sound, Resource: "arn:ram:::user/ada" }), "documentResource", "Statement[0].Resource"],
    [documentOf({ ...sound, Condition: {} }), "documentEmpty", "Statement[0].Condition"],
    [
      documentOf({ ...sound, Condition: { Null: { "acs:SourceIp": "x" } } }),
      "documentOperator",
      "Statement[0].Condition",
    ],
    [
      documentOf({ ...sound, Condition: { Bool: { "acs:SourceIP": "true" } } }),
      "documentKey",
      "Statement[0].Condition.Bool",
    ],
    [
      documentOf({ ...sound, Condition: { IpAddress: { "acs:SourceIp": "10.0.0.0/33" } } }),
      "documentValue",
      "Statement[0].Condition.IpAddress.acs:SourceIp",
    ],
    [
      documentOf({ ...sound, Condition: { DateLessThan: { "acs:CurrentTime": "2026-02-30" } } }),
      "documentValue",
      "Statement[0].Condition.DateLessThan.acs:CurrentTime",
    ],
  ])("%s", (text, reason, path) => {
    expect(faultOf(text)).toMatchObject({ reason, path });
  });

  it("by line and column", () => {
    const text = '{\n  "Version": "1",\n  "Statement": [\n    { "Effect": "Allow", "Acton": "*" }\n  ]\n}';
    expect(faultOf(text)).toMatchObject({ reason: "documentUnknown", line: 4, column: 26, element: "Acton" });
  });

  it("also where it is nested beyond all reason", () => {
    expect(faultOf("[".repeat(6_000))?.reason).toBe("documentTooDeep");
  });
});

it("never throws, whatever it is given", () => {
  fc.assert(fc.property(fc.string(), (text) => faultOf(text) !== undefined));
  fc.assert(fc.property(fc.json(), (text) => faultOf(text) !== undefined));
});
