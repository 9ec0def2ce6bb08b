import { expect, test } from "vitest";
import { openDoor } from "@/tests/support/open-door";
import { policyReports } from "./policy-reports";

const report = (effectiveDirective: string) => [
  { type: "csp-violation", body: { effectiveDirective, blockedURL: "x" } },
];

async function openReports() {
  const { port } = await openDoor((_, response) => void response.end("page"), { machines: [policyReports()] });
  return (body: string, method = "POST") =>
    fetch(`http://127.0.0.1:${port}/csp-reports`, { method, ...(method === "POST" && { body }) });
}

test("a report is taken whatever it holds, and is never answered with a fault", async () => {
  const send = await openReports();
  for (const body of [JSON.stringify(report("script-src-elem")), "not json", "[]", '{"__proto__":1}', "\0", ""]) {
    expect((await send(body)).status).toBe(204);
  }
});

test("a body larger than any report is refused, and other methods are no reports", async () => {
  const send = await openReports();
  expect((await send("x".repeat(20_000))).status).toBe(413);
  expect(await (await send("", "GET")).text()).toBe("page");
});
