import { describe, expect, it } from "vitest";
import * as z from "zod";
import { echoOf, formToObject, readForm } from "./read-form";

function formOf(...entries: [string, string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

const Schema = z.strictObject({ name: z.string().min(1, "required").max(8, "tooLong") });

describe("reading a form", () => {
  it("drops Next's own fields and the idempotency key", () => {
    const form = formOf(["$ACTION_REF_1", ""], ["$ACTION_1:0", "{}"], ["idempotencyKey", "x"], ["name", "ada"]);
    expect(readForm(Schema, form)).toEqual({ input: { name: "ada" } });
  });

  it("collects only names that end in brackets", () => {
    expect({ ...formToObject(formOf(["id[]", "a"], ["id[]", "b"], ["one", "c"])) }).toEqual({
      id: ["a", "b"],
      one: "c",
    });
  });

  it("refuses a field that is said twice, a file for a text, and a field nobody declared", () => {
    expect(readForm(Schema, formOf(["name", "a"], ["name", "b"])).fieldErrors).toHaveProperty("name");
    expect(readForm(Schema, formOf(["name", new Blob(["a"])])).fieldErrors).toHaveProperty("name");
    expect(readForm(Schema, formOf(["name", "a"], ["role", "root"])).fieldErrors).toHaveProperty("form");
  });

  it("takes names of every object for names of fields only", () => {
    const form = formOf(["__proto__", "x"], ["constructor", "y"], ["toString", "z"], ["name", "ada"]);
    expect(readForm(Schema, form).fieldErrors).toHaveProperty("form");
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("looks at two hundred and fifty fields and no more", () => {
    const entries = Array.from({ length: 5000 }, (_, index): [string, string] => [`field${index}`, "x"]);
    expect(Object.keys(formToObject(formOf(...entries)))).toHaveLength(250);
  });

  it("names the message of each field with its bounds", () => {
    expect(readForm(Schema, formOf(["name", "much too long"]))).toEqual({
      fieldErrors: { name: [{ key: "tooLong", params: { max: 8 } }] },
    });
    expect(readForm(Schema, formOf())).toEqual({ fieldErrors: { name: [{ key: "required" }] } });
  });

  it("echoes listed text fields, cut to a bound, and nothing else", () => {
    const form = formOf(["name", "a".repeat(9000)], ["password", "secret"], ["file", new Blob(["x"])]);
    expect(echoOf(form, ["name", "file"])).toEqual({ name: "a".repeat(8192) });
  });
});
