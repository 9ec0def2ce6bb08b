import { describe, expect, test } from "vitest";
import { isSoundBody } from "./check-action-body";

const state = JSON.stringify([{ attempt: 1, values: { name: "$$typed", note: "a $ sign" }, fieldErrors: {} }]);

function post(fields: Record<string, string>, headers: Record<string, string> = {}): Request {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return new Request("http://127.0.0.1/", { method: "POST", body, headers });
}

const raw = (body: string, headers: Record<string, string>) =>
  new Request("http://127.0.0.1/", { method: "POST", body, headers });

describe("a form of our own pages", () => {
  test("passes as a browser without JavaScript sends it", async () => {
    const fields = { $ACTION_REF_1: "", "$ACTION_1:0": '{"id":"7f","bound":"$@1"}', "$ACTION_1:1": state };
    expect(await isSoundBody(post({ ...fields, $ACTION_KEY: "k1", name: "$F1", "0": "anything" }))).toBe(true);
  });

  test("passes as React's client sends it", async () => {
    const call = { "next-action": "7f" };
    expect(await isSoundBody(post({ _1_name: "$F1", "0": '[{"formError":"$undefined"},"$K1"]' }, call))).toBe(true);
    expect(await isSoundBody(raw("[]", { ...call, "content-type": "text/plain;charset=UTF-8" }))).toBe(true);
  });

  test("passes as a plain form, whatever it says", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await isSoundBody(raw("theme=dark&x=%ff", headers))).toBe(true);
  });
});

describe("what React's decoder never gets to see", () => {
  test.each([
    ["a server reference", '["$F1"]'],
    ["a blob", '["$B1"]'],
    ["a promise of nothing", '["$@99"]'],
    ["a path into another value", '["$1:constructor:constructor"]'],
    ["itself", '["$0"]'],
    ["a date", '["$D2026"]'],
    ["a stream", '["$R1"]'],
    ["a prototype", '[{"__proto__":{"then":"x"}}]'],
    ["depth", `${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["no JSON", "{"],
    ["too much", JSON.stringify(["x".repeat(600_000)])],
  ])("%s", async (_name, value) => {
    const fields = { $ACTION_REF_1: "", "$ACTION_1:0": '{"id":"7f","bound":"$@1"}', "$ACTION_1:1": value };
    expect(await isSoundBody(post(fields))).toBe(false);
    expect(await isSoundBody(post({ "0": value }, { "next-action": "7f" }))).toBe(false);
    expect(await isSoundBody(post({ a: value, "0": "[]" }, { "next-action": "7f" }))).toBe(false);
    expect(await isSoundBody(raw(value, { "next-action": "7f", "content-type": "text/plain" }))).toBe(false);
  });

  test("a hidden field that React does not write", async () => {
    expect(await isSoundBody(post({ $ACTION_EVIL: "x" }))).toBe(false);
  });

  test("a form that cannot be read", async () => {
    for (const type of ["multipart/form-data", "multipart/form-data; boundary=x"]) {
      for (const body of ["", "noise", '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb']) {
        expect(await isSoundBody(raw(body, { "content-type": type })), `${type} ${body}`).toBe(false);
      }
    }
  });
});
