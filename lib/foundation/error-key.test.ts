import { describe, expect, it } from "vitest";
import * as z from "zod";
import { errorKey } from "./error-key";

function first(schema: z.ZodType, value: unknown) {
  const issue = schema.safeParse(value).error?.issues[0];
  if (!issue) throw new Error("the schema accepts the value");
  return errorKey(issue);
}

describe("the message of a zod issue", () => {
  it("is the key that the schema gives, with the bounds of the rule", () => {
    expect(first(z.string().max(3, "tooLong"), "four")).toEqual({ key: "tooLong", params: { max: 3 } });
    expect(first(z.string().min(12, "passwordTooShort"), "short")).toEqual({
      key: "passwordTooShort",
      params: { min: 12 },
    });
    expect(first(z.string().regex(/^a/, "nameRule"), "b")).toEqual({ key: "nameRule" });
  });

  it("takes the parameters of a refinement", () => {
    const schema = z.string().refine(() => false, { error: "fileTooLarge", params: { max: "5 MB", list: [] } });
    expect(first(schema, "")).toEqual({ key: "fileTooLarge", params: { max: "5 MB" } });
  });

  it("never passes zod's own English on", () => {
    expect(first(z.email(), "x")).toMatchObject({ key: "invalid" });
    expect(first(z.strictObject({}), { more: 1 })).toMatchObject({ key: "invalid" });
    expect(first(z.string(), 7)).toEqual({ key: "invalid" });
  });

  it("says that an absent field is required", () => {
    expect(first(z.object({ name: z.string() }), {})).toEqual({ key: "required" });
  });
});
